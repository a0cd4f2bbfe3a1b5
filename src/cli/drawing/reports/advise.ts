import type { DiagnosisReport } from '../../../../workflows/diagnose.ts';
import { isExplained } from '../../../cases/causes/cause-words.ts';
import type { Group } from '../../../diagnosis/groups.ts';
import { FailureCause } from '../../../domain/decision/outcome.ts';
import { themeOfJudge } from '../../../domain/theme.ts';
import { shortRun } from '../../../settings/read-run.ts';
import { nextCommand } from '../next-command.ts';

/** What to do about the groups that spoil most tickets. */
export function adviseOn({
  run,
  groups,
  causes,
  themes,
  command,
  probe,
}: DiagnosisReport): string[] {
  const lines = groups
    .filter((group) => group.tickets > group.absorbed && !isExplained(group, causes))
    .slice(0, 3)
    .flatMap((group) => {
      const advice = adviceOn(group, run, themes);
      return advice === undefined ? [] : [`  ${advice}`];
    });
  const failed = groups.some(
    ({ mode, absorbed, tickets }) => FailureCause.safeParse(mode).success && tickets > absorbed,
  );
  const isSuspected = groups.some(
    ({ mode, proved, tickets }) => mode === 'instruction_in_ticket' && proved < tickets,
  );
  if (isSuspected && probe === undefined)
    lines.push(
      `  See whether judges follow orders in tickets, by asking again without them: ${nextCommand(['diagnose', shortRun(run), '--probe', '20', '--dry-run'])} says what it costs`,
    );
  if (failed && command !== undefined)
    lines.push(`  Ask again about what failed, and only that: ${command}`);
  return lines.length === 0 ? [] : ['Next:', ...lines];
}

function adviceOn({ agent, mode, examples }: Group, run: string, themes: string) {
  const [example = 'TICKET'] = examples;
  const look = nextCommand(['trace', '--run', shortRun(run)], [example]);
  const theme = themeOfJudge(agent);
  const file =
    theme === undefined ? '' : `the theme ${theme}${themes === '' ? '' : ` in ${themes}`}`;
  switch (mode) {
    case 'false_yes':
      return `Say what does not count in ${file}; see ${look}`;
    case 'false_no':
      return `Add what counts, and an example, to ${file}; see ${look}`;
    case 'quote_from_other_ticket':
      return `Put fewer tickets into a call, with --docket N; npx tribunal calibrate FILE finds how many; see ${look}`;
    case 'themes_confused':
      return `Draw the line between the two themes in ${file}, or let one exclude the other; see ${look}`;
    case 'triage_missed_theme':
      return `Widen the definitions that triage reads, or judge the file with --route all; see ${look}`;
    case 'rules_wrong':
      return `Try another rule: ${nextCommand(['replay', '--run', shortRun(run), '--rule', 'confidence_floor=0.3'], [example])}`;
    case 'gold_doubtful':
    case 'duplicate_ticket':
      return `Look at the labels again; see ${look}`;
    default:
      return `See ${look}`;
  }
}
