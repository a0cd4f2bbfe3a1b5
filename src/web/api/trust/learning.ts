import { z } from 'zod';
import { percent, showNumber } from './figures.ts';
import type { JobState } from './job-state.ts';

/** A run whose verdicts and labels the embedded model is to learn from. */
export const LearnRequest = z.strictObject({ run: z.string().min(1).max(100) });
export type LearnRequest = z.output<typeof LearnRequest>;

/** A theme as it was learned. Shares are of tickets that it did not learn from, 0 to 1; null where not measured. */
interface LearnedTheme {
  id: string;
  name: string;
  state: 'learned' | 'edited' | 'lacking';
  /** Tickets that it was shown with a yes, and with a no. */
  yes: number;
  no: number;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  /** Words that speak for a yes most. */
  words: string[];
}

export interface Learned {
  /** What it was taught by, in one line. */
  sources: string;
  /** Milliseconds since 1970. */
  at: number;
  macroF1: number | null;
  themes: LearnedTheme[];
}

export interface Learning {
  /** What there is to learn from: labelled tickets, and verdicts of another model than the embedded one. */
  labelled: number;
  verdicts: number;
  /** The newest that was started on this run. */
  job: JobState | null;
  /** What the embedded model learned last, of whatever run; null where it was taught nothing. */
  learned: Learned | null;
  /** It was learned from this run. */
  isOfRun: boolean;
}

/** What was learned, in sentences. */
export function sayLearned({ themes, macroF1, sources }: Learned): string[] {
  const learned = themes.filter(({ state }) => state === 'learned');
  const lacking = themes.filter(({ state }) => state === 'lacking');
  const edited = themes.filter(({ state }) => state === 'edited');
  const [weakest] = learned.toSorted((one, other) => (one.f1 ?? 1) - (other.f1 ?? 1));
  return [
    `The embedded model learned ${showNumber(learned.length)} of ${showNumber(themes.length)} ${themes.length === 1 ? 'theme' : 'themes'} from ${sources}.`,
    ...(macroF1 === null
      ? []
      : [
          `On tickets that it did not learn from it reaches a mean F1 of ${macroF1.toFixed(2)} (1 is perfect)${weakest?.f1 == null ? '.' : `; weakest is ${weakest.name} with ${weakest.f1.toFixed(2)}: of its yes answers ${weakest.precision === null ? 'an unknown share' : percent(weakest.precision)} are right, and it finds ${weakest.recall === null ? 'an unknown share' : percent(weakest.recall)} of those that there are.`}`,
        ]),
    ...(lacking.length === 0
      ? []
      : [`Too few tickets to be learned, and decided as before: ${namesOf(lacking)}.`]),
    ...(edited.length === 0
      ? []
      : [`Changed since, so that what was learned no longer counts: ${namesOf(edited)}.`]),
    'A new run with the embedded model uses it where “Goes by what it was taught” is switched on.',
  ];
}

function namesOf(themes: readonly LearnedTheme[]): string {
  const names = themes.slice(0, 6).map(({ name }) => name);
  const more = themes.length - names.length;
  return `${names.join(', ')}${more === 0 ? '' : ` and ${showNumber(more)} more`}`;
}
