import { z } from 'zod';
import { Name, Words } from '../words.ts';
import { percent, showNumber, tickets } from './figures.ts';
import type { JobState } from './job-state.ts';

/** A theme whose words are to be made better from the labelled mistakes of a run, and who is asked. */
export const SharpenRequest = z.strictObject({
  run: z.string().min(1).max(100),
  theme: Name(100),
  /** Those of the run. */
  model: Name(300),
  baseUrl: Words(2000).optional(),
});
export type SharpenRequest = z.output<typeof SharpenRequest>;

/** How many of some labelled tickets are judged as labelled. */
interface Checked {
  tickets: number;
  before: number;
  after: number;
}

/** A theme as it may be written instead. */
export interface Sharpened {
  /** What the mistakes have in common. */
  reason: string;
  definition: string;
  counts: string[];
  doesNotCount: string[];
  examples: string[];
  counterExamples: string[];
  /** The mistakes that it was made from. */
  shown: { missed: number; extra: number };
  /** On labelled tickets that whoever wrote it has not seen; null where there were too few, or answers failed. */
  checked: Checked | null;
}

export interface Mistakes {
  /** Labelled tickets of which the judge gave an answer, and its mistakes among them. */
  labelled: number;
  missed: number;
  extra: number;
  /** Missed since triage did not ask the judge: no words of the theme's judge change that. */
  unasked: number;
}

export interface Sharpening extends Mistakes {
  /** The words were changed since the run: its mistakes may be none any more. */
  hasChanged: boolean;
  /** What it takes at most; null where nothing can be made better. Dollars are null where the price is not known. */
  plan: { calls: number; tokensIn: number; tokensOut: number; cost: number | null } | null;
  /** Who is asked; empty for the embedded model, which costs nothing. */
  model: string;
  job: JobState | null;
  found: Sharpened | null;
}

/** The line that says why a theme can't be made better here, where it can't. */
export type SharpeningAnswer = Sharpening | { problem: string };

/** What there is to make better, in sentences. */
export function sayMistakes({ labelled, missed, extra, unasked }: Mistakes): string[] {
  const wrong = missed + extra;
  return [
    wrong === 0
      ? `The judge is right on all ${tickets(labelled)} with labels that it was asked about: its words need no change.`
      : `The judge is wrong on ${showNumber(wrong)} of ${tickets(labelled)} with labels: ${[
          ...(missed === 0 ? [] : [`it missed the theme on ${showNumber(missed)}`]),
          ...(extra === 0 ? [] : [`it said it against the labels on ${showNumber(extra)}`]),
        ].join(', and ')}.`,
    ...(unasked === 0
      ? []
      : [
          `Of ${showNumber(unasked)} more triage did not ask the judge: there broader words help, or asking every judge about every ticket.`,
        ]),
  ];
}

/** What came of it, in sentences. */
export function saySharpened({ reason, shown, checked }: Sharpened): string[] {
  return [
    ...(checked === null
      ? []
      : [
          checked.after > checked.before
            ? `On ${tickets(checked.tickets)} with labels that it was not made from, the new words are right on ${showNumber(checked.after)}, the old ones on ${showNumber(checked.before)} (${percent(checked.before / checked.tickets)} became ${percent(checked.after / checked.tickets)}).`
            : `The new words are not better: on ${tickets(checked.tickets)} with labels that they were not made from they are right on ${showNumber(checked.after)}, the old ones on ${showNumber(checked.before)}.`,
        ]),
    `It was made from ${showNumber(shown.missed + shown.extra)} ${shown.missed + shown.extra === 1 ? 'mistake' : 'mistakes'}.${checked === null ? ' There are too few labels to say whether it is better.' : ''}`,
    ...(reason === '' ? [] : [reason]),
  ];
}
