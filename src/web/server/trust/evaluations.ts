import type {
  ShownDisagreement,
  EvaluationReport as Told,
} from '../../../../workflows/evaluate.ts';
import type { Share } from '../../api/findings.ts';
import type { Evaluation, EvaluationReport, WrongTicket } from '../../api/trust/evaluation.ts';
import { readReport, startReport } from '../jobs/child-report.ts';
import { KeptReports } from '../runs/kept-reports.ts';
import type { ResultLists } from '../runs/rows/result-lists.ts';
import { countLabelled } from '../runs/run-gold.ts';
import type { RunView } from '../runs/run-view.ts';
import type { Services } from '../services.ts';

const mostKept = 5;
/** Wrong tickets that are shown at once; the results have all. */
const mostWrong = 10;

/** What `tribunal evaluate` says of runs by the labels in the ledger: computed once for a run as it is, and kept. */
export class Evaluations {
  readonly #services: Services;
  readonly #lists: ResultLists;
  readonly #reports = new KeptReports((run) => this.#evaluate(run), mostKept);

  constructor(services: Services, lists: ResultLists) {
    this.#services = services;
    this.#lists = lists;
  }

  /** What is known of a run now; what isn't is found out meanwhile. */
  async look(id: string): Promise<Evaluation> {
    const view = await this.#lists.view(id);
    const labelled = await countLabelled(view.gold, view.columns);
    if (labelled === 0) return { labelled, report: null, isPending: false };
    const { ledger } = this.#services;
    const drawn = await ledger.samples.of(id);
    const state = [view.version, await ledger.labels.state(), drawn.size].join(' ');
    const { report = null, isPending } = this.#reports.look(id, state);
    return { labelled, report, isPending };
  }

  /** In a process of its own: the server has to answer meanwhile. */
  async #evaluate(run: string): Promise<EvaluationReport> {
    const view = await this.#lists.view(run);
    const wrong: WrongTicket[] = [];
    const told = await readReport<Told, ShownDisagreement>(
      startReport(this.#services, ['evaluate', '--json', '--', run]),
      'disagreements',
      ({ row, ticket, extra, missed, confidence, text }) =>
        wrong.push({ row, ticket, extra, missed, confidence, text }),
    );
    return {
      ...shown(told, view),
      drawn: await this.#countDrawn(run),
      wrong: wrong.slice(0, mostWrong),
    };
  }

  /** Labelled tickets that were drawn by chance. */
  async #countDrawn(run: string): Promise<number> {
    const { samples, labels } = this.#services.ledger;
    const drawn = [...(await samples.of(run)).keys()];
    const given = await labels.every(run, drawn);
    return new Set(given.map(({ row }) => row)).size;
  }
}

function shown(told: Told, { run }: RunView): Omit<EvaluationReport, 'drawn' | 'wrong'> {
  const { tickets, micro, macro, swaps, gold } = told;
  const complete = tickets.labelled - tickets.undecided - told.failures.tickets;
  const nameOf = (id: string) => run.parsed.themes.find((theme) => theme.id === id)?.name ?? id;
  return {
    tickets,
    complete,
    swaps,
    unknownThemes: gold.unknownThemes,
    right: Math.round((told.exactMatch ?? 0) * complete),
    all: rates(micro),
    mean: within(macro.f1, macro.intervals.f1),
    themes: told.themes.map((theme) => ({
      id: theme.id,
      name: nameOf(theme.id),
      support: theme.support,
      failed: theme.failed,
      missed: theme.falseNegatives,
      extra: theme.falsePositives,
      ...rates(theme),
    })),
    confidenceGap: told.calibration.verdicts.ece,
  };
}

function rates({
  precision,
  recall,
  f1,
  intervals,
}: Pick<Told['micro'], 'precision' | 'recall' | 'f1' | 'intervals'>) {
  return {
    precision: within(precision, intervals.precision),
    recall: within(recall, intervals.recall),
    f1: within(f1, intervals.f1),
  };
}

/** Where the sample is too small for an interval, anything is possible. */
function within(
  share: number | null,
  interval: { low: number; high: number } | null,
): Share | null {
  return share === null ? null : { share, ...(interval ?? { low: 0, high: 1 }) };
}
