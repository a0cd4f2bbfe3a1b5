import { FailureCause } from '../../../domain/decision/outcome.ts';

const advice: Record<string, string> = {
  false_yes: 'Say in the theme’s file what does not count, with an example of it.',
  false_no: 'Add what counts, and an example, to the theme’s file.',
  themes_confused:
    'Draw the line between the two themes in their files, or let one exclude the other.',
  triage_missed_theme:
    'Widen the definition that triage reads, or start the run with every judge asked.',
  lost_handoff: 'Resume the run: what was never asked is asked then.',
  quote_not_in_ticket:
    'Read the tickets: the verdicts were not counted. A larger model makes up less.',
  quote_from_other_ticket: 'Put fewer tickets into a call: this judge mixes them up.',
  paraphrased: 'Read the tickets: the words differ, the meaning may not.',
  truncated_input: 'Choose a model with a longer context, or fewer tickets per call.',
  aggregator_overruled: 'Read its justification, or run again with the aggregator never asked.',
  rules_wrong: 'Try another confidence floor on the ticket’s page, under what if.',
  instruction_in_ticket: 'Read the tickets: judges are told that such text is no order.',
  empty_ticket: 'See whether the right column is read as the text.',
  malformed_row: 'Mend the rows in the file: they have more or fewer cells than its header.',
  duplicate_ticket: 'Look whether the two have the same label.',
  gold_doubtful: 'Look at the labels again: the judges agree with one another.',
  not_diagnosable: 'Read the ticket’s page: the trace shows all that was recorded.',
};

/** What to do about findings of a mode, in one sentence. */
export function adviceOn(mode: string): string {
  const given = advice[mode];
  if (given !== undefined) return given;
  return FailureCause.safeParse(mode).success
    ? 'Resume the run: only what failed is asked again.'
    : 'Read the tickets’ pages.';
}
