import type { DiagnosisReport } from '../../../../workflows/diagnose.ts';
import { isExplained } from '../../../cases/causes/cause-words.ts';
import { describeMode, type Finding } from '../../../diagnosis/finding.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import { shellWord } from '../../../domain/text/shell-word.ts';
import { withoutPassword } from '../../../domain/text/without-password.ts';
import { ownCommand } from '../../../installation.ts';
import type {
  FindingGroup,
  Findings as FindingsAnswer,
  FindingsReport,
} from '../../api/findings.ts';
import { notFound } from '../answer.ts';
import { readReport, startReport } from '../jobs/child-report.ts';
import { KeptReports } from '../runs/kept-reports.ts';
import type { Services } from '../services.ts';

/** Runs whose findings are kept. */
const mostKept = 3;
const mostExamples = 3;
/** Characters of an example's detail: a model may have written it. */
const longestDetail = 400;
/** A run that goes on is diagnosed anew after so many milliseconds at the earliest. */
const staleAfterMs = 120_000;

type Told = Pick<Finding, 'ticket' | 'row' | 'agent' | 'mode' | 'certainty' | 'detail'>;
type Group = Pick<FindingGroup, 'certainties' | 'examples'> & { rows: Set<number> };
interface Diagnosed {
  report: FindingsReport;
  rows: ReadonlyMap<string, ReadonlySet<number>>;
}

/** What `tribunal diagnose` finds in runs: computed once for a run as it is, and kept. */
export class Findings {
  readonly #services: Services;
  readonly #reports = new KeptReports((run) => this.#diagnose(run), mostKept);

  constructor(services: Services) {
    this.#services = services;
  }

  /** What is known of a run now; what isn't is found out meanwhile. */
  async look(run: string): Promise<FindingsAnswer> {
    const { report, isPending } = this.#reports.look(run, await this.#stateOf(run));
    return { report: report?.report ?? null, isPending };
  }

  /** The rows of the tickets in a group of findings. @throws UserMistake for a group that isn't there */
  async rowsOfGroup(run: string, key: string): Promise<ReadonlySet<number>> {
    const { rows } = await this.#reports.take(run, await this.#stateOf(run));
    const found = rows.get(key);
    if (found === undefined)
      throw new UserMistake(`the run has no findings ${key} (any more); leave that filter out`);
    return found;
  }

  /** Changes when the findings may. */
  async #stateOf(id: string): Promise<string> {
    const { ledger } = this.#services;
    const run = await ledger.runs.find(id);
    if (run === undefined) throw notFound(`there is no run ${id}`);
    const { status, ended_at } = run;
    const turn = status === 'running' ? Math.floor(Date.now() / staleAfterMs) : '';
    return [status, ended_at, turn, await ledger.labels.state()].join(' ');
  }

  /** In a process of its own: a run's cases are many, and the server has to answer meanwhile. */
  async #diagnose(run: string): Promise<Diagnosed> {
    const groups = new Map<string, Group>();
    const report = await readReport<DiagnosisReport, Told>(
      startReport(this.#services, ['diagnose', '--json', '--', run]),
      'findings',
      (finding) => gather(groups, finding),
    );
    return {
      report: shown(report, groups, this.#services.ledger.location),
      rows: new Map([...groups].map(([key, { rows }]) => [key, rows])),
    };
  }
}

const keyOf = ({ agent, mode }: Pick<Told, 'agent' | 'mode'>) => `${agent}.${mode}`;

/** A ticket counts once in a group, with the likeliest of its findings, which comes first. */
function gather(groups: Map<string, Group>, finding: Told): void {
  const key = keyOf(finding);
  let group = groups.get(key);
  if (group === undefined) {
    const certainties = { proved_by_trace: 0, contradicts_label: 0, suspected: 0 };
    group = { certainties, examples: [], rows: new Set() };
    groups.set(key, group);
  }
  const { row, ticket, certainty, detail } = finding;
  if (group.rows.has(row)) return;
  group.rows.add(row);
  group.certainties[certainty] += 1;
  if (group.examples.length < mostExamples)
    group.examples.push({ row, ticket, certainty, detail: detail.slice(0, longestDetail) });
}

function shown(
  report: DiagnosisReport,
  groups: ReadonlyMap<string, Group>,
  location: string,
): FindingsReport {
  const commandOf = (words: readonly string[]) => {
    const ledger = words[0] === 'themes' ? [] : ['--ledger', withoutPassword(location)];
    return [ownCommand(), ...[...words, ...ledger].map(shellWord)].join(' ');
  };

  const { tickets, labelled, wrong, scores, confusions, audit } = report;
  return {
    tickets,
    labelled,
    wrong,
    confusions,
    audit: audit ?? null,
    madeAt: Date.now(),
    groups: report.groups.flatMap(({ agent, mode, share, shareOf, ...counts }) => {
      const key = keyOf({ agent, mode });
      const group = groups.get(key);
      if (group === undefined) return [];
      const { certainties, examples } = group;
      const meaning = describeMode(mode);
      return [
        {
          key,
          agent,
          mode,
          meaning,
          certainties,
          examples,
          share: share ?? null,
          isOfLabelled: shareOf === 'labelled' && labelled < tickets,
          isExplained: isExplained({ agent, mode }, report.causes),
          tickets: counts.tickets,
          absorbed: counts.absorbed,
          mates: counts.mates,
        },
      ];
    }),
    causes: report.causes.map(({ agent, cause, detail, advice, command }) => ({
      agent,
      cause,
      detail,
      advice,
      command: commandOf(command),
    })),
    probe: commandOf(['diagnose', report.run, '--probe', '20']),
    scores: scores.map(({ precision, recall, ...score }) => ({
      ...score,
      precision: precision ?? null,
      recall: recall ?? null,
    })),
  };
}
