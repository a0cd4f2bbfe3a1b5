import { z } from 'zod';
import { FailureCause } from '../domain/decision/outcome.ts';
import { nameCause } from '../domain/decision/say-failure.ts';

/** What can go wrong with a ticket, beside the causes for which an agent gives no answer. */
const ownModes = {
  triage_missed_theme: 'triage did not name a theme that applies',
  false_yes: 'a judge said yes to a theme that does not apply',
  false_no: 'a judge said no to a theme that applies',
  lost_handoff: 'triage named a theme and its judge was never asked',
  quote_not_in_ticket: 'a judge backed its yes with words that are not in the ticket',
  quote_from_other_ticket: 'a judge backed its yes with words of another ticket of the same call',
  paraphrased: 'a judge quoted the ticket in other words',
  truncated_input: 'an agent was shown only a part of the ticket',
  aggregator_overruled: 'the aggregator set a right verdict aside',
  rules_wrong: 'the rules set a right verdict aside',
  instruction_in_ticket: 'the ticket holds text that reads like orders to a model',
  empty_ticket: 'there is nothing to judge',
  malformed_row: 'the row could not be read as a ticket',
  duplicate_ticket: 'another ticket of the run reads the same',
  gold_doubtful: 'the judges agree with one another against the label',
  themes_confused: 'two themes are taken for one another again and again',
  not_diagnosable: 'something is wrong, and nothing that is known says whose fault it is',
} as const;

const ownModeNames = Object.keys(ownModes) as (keyof typeof ownModes)[];

export const Mode = z.enum([...FailureCause.options, ...ownModeNames]);
export type Mode = z.infer<typeof Mode>;

/**
 * How sure a finding is: what was recorded shows it, a person's label says otherwise (and either of the two may be
 * wrong), or it is likely.
 */
type Certainty = 'proved_by_trace' | 'contradicts_label' | 'suspected';

/** Which of the two is likely wrong where an answer contradicts a label. */
export type LikelyWrong = 'agent' | 'label' | 'unknown';

/** One thing that went wrong with one ticket, and whose it is. */
export interface Finding {
  ticket: string;
  row: number;
  /** `triage`, `judge:<theme>`, `aggregator`, `rules`, `ticket`, `gold`, or `unknown`. */
  agent: string;
  mode: Mode;
  certainty: Certainty;
  /** Where it contradicts a label, once the whole run was looked at. */
  likelyWrong?: LikelyWrong;
  /** What else went wrong with the same answer. */
  also: Mode[];
  /** Other tickets whose calls failed because of this one, and that were answered in the end. */
  mates: number;
  /** The themes that it is about. */
  themes: string[];
  detail: string;
  /** It was fixed before the decision. */
  absorbed: boolean;
  /** The dockets that show it. */
  dockets: string[];
}

/** Whether that is what went wrong, or is among it. */
export function isAbout({ mode, also }: Pick<Finding, 'mode' | 'also'>, wanted: Mode): boolean {
  return mode === wanted || also.includes(wanted);
}

/** What a mode is, in a few words. */
export function describeMode(mode: Mode): string {
  const own: Partial<Record<Mode, string>> = ownModes;
  return own[mode] ?? `gave no answer: ${nameCause(mode)}`;
}
