import { longestText } from '../../agent/docket.ts';
import type { Ticket } from '../../domain/ticket.ts';

/** Sentences that stand side by side in a ticket. */
export interface Passage {
  /** The context column that it stands in; undefined in the text itself. */
  column: string | undefined;
  /** As `slice` counts, in UTF-16 units. */
  start: number;
  end: number;
  words: string;
}

/** Of longer tickets only the first sentences are looked at. */
const mostSentences = 200;
const segmenter = new Intl.Segmenter('und', { granularity: 'sentence' });

/** The sentences of a ticket's text and context, in any script, as far as a judge is shown them. */
export function sentencesOf({ text, context }: Pick<Ticket, 'text' | 'context'>): Passage[] {
  const parts: [string | undefined, string][] = [[undefined, text], ...Object.entries(context)];
  return parts
    .flatMap(([column, whole]) => sentencesIn(whole).map((one) => ({ column, ...one })))
    .slice(0, mostSentences);
}

function sentencesIn(whole: string): Omit<Passage, 'column'>[] {
  return [...segmenter.segment(whole.slice(0, longestText))]
    .slice(0, mostSentences)
    .filter(({ segment }) => /[\p{L}\p{N}]/u.test(segment))
    .map(({ segment, index }) => ({
      start: index,
      end: index + segment.length,
      words: segment.trim(),
    }));
}

/** The two as one, where the second follows the first. */
export function joined(first: Passage, second: Passage): Passage {
  return { ...first, end: second.end, words: `${first.words} ${second.words}` };
}

/** The ticket with the passage taken out. */
export function withoutPassage(ticket: Ticket, { column, start, end }: Passage): Ticket {
  const cut = (whole: string) => `${whole.slice(0, start)}${whole.slice(end)}`.trim();
  if (column === undefined) return { ...ticket, text: cut(ticket.text) };
  return {
    ...ticket,
    context: { ...ticket.context, [column]: cut(ticket.context[column] ?? '') },
  };
}
