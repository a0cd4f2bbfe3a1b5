/** A verdict on one ticket in words, as models without tools give it. */
import fc from 'fast-check';
import type { Meant } from './meant.ts';

const statements = [
  ...['@', '@.', '@!', '**@**', '"@"', '`@`', '\\boxed{@}', '<b>@</b>', '(@)', '_@_', '@\n', '- @'],
  ...['Answer: @', 'The answer is @.', 'Verdict: **@**', 'Final answer: @', 'My verdict: @.'],
  ...['@, because it says so.', '@ - it is late.', 'So, @.', 'Therefore the answer is @.'],
  ...['I would say @.', '{"verdict": "@"}', '{"answer": {"verdict": "@"}}', '```json\n"@"\n```'],
  ...['```\n@\n```', '### Verdict\n@', 'Verdict:\n\n@', 'verdict = @', '@ (confidence 0.9)'],
  ...['[@]', '<answer>@</answer>', 'Result -> @', '1. @', '@, it is.', '@: the parcel is late.'],
];
const words: Record<'yes' | 'no', string[]> = {
  yes: ['yes', 'Yes', 'YES', 'true', 'ja', 'sí', 'oui'],
  no: ['no', 'No', 'NO', 'false', 'nein', 'non'],
};
const undecided = [
  ...['Yes and no.', 'Yes or no?', 'It depends.', 'I cannot say.', 'Maybe.', 'Answer: yes/no', ''],
  ...[
    'If it came late, yes.',
    'Answer: yes or no',
    'Verdict: unclear',
    'Is it a yes? Hard to say.',
  ],
  ...['yes\nno', 'Answer: yes\nAnswer: no', 'No idea.', 'No comment.', 'Nothing.', '?', 'yes?'],
  ...['The customer says no. Or yes.', 'Not a yes, not a no.', 'I am not sure that it is a no.'],
  ...['{"verdict": "yes" | "no"}', '{"verdict": "yes", "verdict": "no"}', '{"verdict": null}'],
  ...['No one can tell.', 'No ticket was given.', 'Yes, I can help with that!', 'No problem!'],
  ...['Either yes or no would do.', 'First I thought yes, then no, and now I am lost.'],
];
/** What stands before or behind a statement and takes nothing back. The ticket is quoted at times. */
const around = [
  ...['', '', '', 'The ticket is about a parcel.', 'The customer writes "yes" twice.', 'Hm.'],
  ...[
    'The text reads: "no, never".',
    'It was late.',
    'Ticket: late',
    '\n> no\n> yes\n',
    'No. 7 is late.',
  ],
  ...['Here is what I think.', '\u200b', '\ufeff', 'Let me see.', 'One "no" is in it.'],
];

export interface Prose {
  meant: Meant;
  text: string;
}

const statement: fc.Arbitrary<Prose> = fc
  .constantFrom<'yes' | 'no'>('yes', 'no')
  .chain((meant) =>
    fc
      .tuple(fc.constantFrom(...statements), fc.constantFrom(...words[meant]))
      .map(([form, word]) => ({ meant, text: form.replace('@', word) })),
  );

export const prose: fc.Arbitrary<Prose> = fc
  .tuple(
    fc.constantFrom(...around),
    fc.oneof(
      { weight: 5, arbitrary: statement },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom(...undecided)
          .map((text) => ({ meant: 'neither' as const, text })),
      },
    ),
    fc.constantFrom(...around),
    fc.constantFrom(' ', '\n', '\n\n'),
  )
  .map(([before, { meant, text }, behind, between]) => ({
    meant,
    // On one line only what is a sentence.
    text: [before, text, behind]
      .filter((part) => part !== '')
      .join(/^[^\n]*[.!?]$/.test(text) ? between : '\n'),
  }));
