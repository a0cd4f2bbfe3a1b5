import { z } from 'zod';
import { keys } from '../../../settings/schema.ts';
import { RunRequest } from '../run-request.ts';
import { percent, showNumber, tickets } from './figures.ts';
import type { JobState } from './job-state.ts';

/** The run that is to be prepared: how many tickets and themes a call may have is found out for its model and themes. */
export const CalibrationRequest = RunRequest.omit(
  keys('docket', 'fresh', 'audit', 'votes', 'panel', 'learned', 'triage', 'maxMiss', 'sample'),
).extend({
  /** Tickets that are judged several times; as usual, or all that there are, if not given. */
  tickets: z.int().min(2).max(2000).optional(),
  /** Answers that may change beyond what asking again changes anyway, 0 to 1. */
  tolerance: z.number().min(0.005).max(0.2).default(0.02),
});
export type CalibrationRequest = z.output<typeof CalibrationRequest>;
export type CalibrationRequestInput = z.input<typeof CalibrationRequest>;

/** What asking so would take, at most. */
export interface PlannedCalibration {
  tickets: number;
  calls: number;
  tokensIn: number;
  tokensOut: number;
  /** Dollars; null where the price is not known. */
  cost: number | null;
  /** Why the sample can't show it; null where it can. */
  tooFew: { questions: number; needed: number; least: number } | null;
}

/** What so many tickets, or themes, in a call do. Shares of the answers, 0 to 1. */
export interface WeighedSize {
  size: number;
  questions: number;
  /** What changes beyond what asking again changes, as seen and at most, with 95 % confidence. */
  excess: number;
  upper: number;
}

export interface Calibrated {
  /** Milliseconds since 1970. */
  at: number;
  tickets: number;
  tolerance: number;
  /** Tickets and themes in a call, as they were found; themes are null where they were not looked for. */
  docket: number;
  stack: number | null;
  /** Names of the themes that are judged alone all the same. */
  alone: string[];
  /** Tickets in a call where nothing was found out. */
  usual: number;
  dockets: WeighedSize[];
  stacks: WeighedSize[];
  /** By theme, in calls of several. */
  themes: { name: string; excess: number; upper: number; suffers: boolean }[];
  /** The tickets that it would take to show the next larger docket; null where no number will do. */
  needed: { size: number; tickets: number } | null;
}

export interface Calibration {
  /** Null where a plan can't be made, with the line that says why. */
  plan: PlannedCalibration | null;
  problem: string | null;
  /** The newest that was started with this very request. */
  job: JobState | null;
  /** What holds for this model and these themes, whoever found it out. */
  found: Calibrated | null;
}

/** What was found out, in sentences. */
export function sayCalibrated(found: Calibrated): string[] {
  const { docket, stack, tolerance, usual, alone, needed, dockets, stacks } = found;
  const chosen =
    stack !== null && stack > 1
      ? stacks.find(({ size }) => size === stack)
      : dockets.find(({ size }) => size === docket);
  const together = stack !== null && stack > 1 ? ` and ${showNumber(stack)} themes` : '';
  return [
    chosen === undefined
      ? `One ticket a call: no larger number is shown to change at most ${shares(tolerance)} of the answers.`
      : `${tickets(docket)}${together} a call change at most ${shares(chosen.upper)} of the answers, beyond what asking again changes anyway.`,
    ...sayCalls(docket * (stack ?? 1), usual),
    ...(alone.length === 0
      ? []
      : [
          `${alone.join(', ')} ${alone.length === 1 ? 'suffers' : 'suffer'} from company and ${alone.length === 1 ? 'is' : 'are'} judged alone.`,
        ]),
    ...(needed === null
      ? []
      : [
          `To show it for ${tickets(needed.size)} a call would take about ${tickets(needed.tickets)} in the sample.`,
        ]),
    `New runs with this model and these themes take ${tickets(docket)}${together} a call, unless another number is chosen.`,
  ];
}

function sayCalls(together: number, usual: number): string[] {
  const share = usual / together;
  if (Math.abs(share - 1) < 0.01)
    return [`That is as many calls as usual (${tickets(usual)} a call).`];
  return share < 1
    ? [
        `That saves ${percent(1 - share)} of the calls, compared with the usual ${tickets(usual)} and one theme.`,
      ]
    : [
        `That takes ${share.toFixed(1)} times the calls of the usual ${tickets(usual)} a call, for which it is not shown.`,
      ];
}

const shares = (share: number) => `${(100 * share).toFixed(1).replace(/\.0$/, '')} %`;

/** Why a sample is too small, and what would do. */
export function sayTooFew({
  tickets: sample,
  tooFew,
}: Pick<PlannedCalibration, 'tickets' | 'tooFew'>): string | null {
  if (tooFew === null) return null;
  const { questions, needed, least } = tooFew;
  return `${tickets(sample)} bring ${showNumber(questions)} questions (a ticket and a theme each), too few to show that so little changes: that takes ${showNumber(needed)}. Allow ${shares(least)} or more, or take more tickets.`;
}
