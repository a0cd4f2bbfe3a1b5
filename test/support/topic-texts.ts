import { seededRandom } from '../../src/domain/random.ts';

/** What the texts below speak of, and the words by which they do. */
export const topics = {
  food: 'breakfast chicken salad sandwich dessert coffee'.split(' '),
  bags: 'luggage suitcase carousel baggage belt trolley'.split(' '),
  screens: 'movies headphones entertainment screen films channels'.split(' '),
  refunds: 'refund voucher email reimbursement claim receipt'.split(' '),
};
export type Topic = keyof typeof topics;

const sentences = [
  'The A and the B were a great disappointment to us in London.',
  'We asked about the A, then about the B, and got the C.',
  'Nobody could give me the A or the C.',
  'The B was in the C, and so was the A.',
];

/** So many texts for each topic, each of one topic, the same every time. */
export function topicTexts(each: number): { text: string; topic: Topic }[] {
  const random = seededRandom(3);
  return Array.from({ length: each }, (_, number) =>
    Object.entries(topics).map(([topic, words]) => {
      const pick = () => words[Math.floor(random() * words.length)] ?? '';
      const sentence = sentences[number % sentences.length] ?? '';
      const text = sentence.replace(/\b[ABC]\b/g, pick);
      return { text: `${text} Case ${number}.`, topic: topic as Topic };
    }),
  ).flat();
}
