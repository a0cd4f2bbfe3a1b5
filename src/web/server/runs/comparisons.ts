import path from 'node:path';
import type {
  ChangedTicket as Changed,
  ComparisonReport as Report,
} from '../../../../workflows/compare-runs.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import type { RunRow } from '../../../ledger/schema.ts';
import type { RunSettings } from '../../../settings/settings.ts';
import type {
  ChangedTicket,
  ComparedRun,
  Comparison,
  ComparisonReport,
} from '../../api/trust/comparison.ts';
import { notFound } from '../answer.ts';
import { readReport, startReport } from '../jobs/child-report.ts';
import type { Services } from '../services.ts';
import { KeptReports } from './kept-reports.ts';

/** Pairs of runs whose comparisons are kept. */
const mostKept = 6;
/** Changed tickets that the page can show. */
const mostChanges = 1000;

/** What `tribunal runs compare` finds, computed once for two runs as they are. */
export class Comparisons {
  readonly #services: Services;
  readonly #reports = new KeptReports((pair) => this.#compare(pair), mostKept);

  constructor(services: Services) {
    this.#services = services;
  }

  /** What is known of two runs now; what isn't is found out meanwhile. @throws UserMistake */
  async look(first: string, second: string): Promise<Comparison> {
    if (first === second)
      throw new UserMistake('that is the same run twice; choose another to compare it with');
    const runs = [await this.#run(first), await this.#run(second)] as const;
    const gold = await this.#services.ledger.labels.state();
    const state = [...runs.map(({ status, ended_at }) => `${status} ${ended_at}`), gold].join(' ');
    const { report, isPending } = this.#reports.look(JSON.stringify([first, second]), state);
    const sides = [await this.#sideOf(runs[0]), await this.#sideOf(runs[1])] as const;
    return { first: sides[0], second: sides[1], report: report ?? null, isPending };
  }

  async #run(id: string): Promise<RunRow> {
    const run = await this.#services.ledger.runs.find(id);
    if (run === undefined) throw notFound(`there is no run ${id}`);
    return run;
  }

  async #compare(pair: string): Promise<ComparisonReport> {
    const [first = '', second = ''] = JSON.parse(pair) as string[];
    const changes: ChangedTicket[] = [];
    const {
      first: _,
      second: __,
      ...report
    } = await readReport<Report, Changed>(
      startReport(this.#services, ['runs', 'compare', '--json', '--', first, second]),
      'changes',
      ({ first: _first, second: _second, ...change }) => {
        if (changes.length < mostChanges) changes.push(change);
      },
    );
    return { ...report, changes };
  }

  async #sideOf(run: RunRow): Promise<ComparedRun> {
    const { records } = this.#services.ledger;
    const { calls, tokensIn, tokensOut, cost } = await records.countCalls(run.id);
    const { decided, review, failed } = await records.countDecisions(run.id);
    const { themes } = JSON.parse(run.settings) as RunSettings;
    return {
      run: run.id,
      workflow: run.workflow,
      file: path.basename(run.file),
      model: run.model,
      startedAt: Number(run.started_at),
      calls,
      tokensIn,
      tokensOut,
      cost,
      review,
      failed,
      seconds:
        run.ended_at === null ? null : (Number(run.ended_at) - Number(run.started_at)) / 1000,
      tickets: decided + review + failed,
      themes: themes.map(({ id, name }) => ({ id, name })),
    };
  }
}
