import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { ThemeAgent } from '../../agents/judge.ts';
import { Decision } from '../domain/decision/decision.ts';
import type { Outcome } from '../domain/decision/outcome.ts';
import { Routing } from '../domain/decision/routing.ts';
import type { TriageReport } from '../domain/decision/triage-report.ts';
import { seededRandom } from '../domain/random.ts';
import type { Ticket } from '../domain/ticket.ts';
import { Apprentice, type Plan } from '../learning/triage/apprentice.ts';
import type { Answers } from '../learning/triage/panel-learner.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Promised } from '../settings/options.ts';
import type { RunSettings } from '../settings/settings.ts';
import { ticketOf } from '../settings/stored-ticket.ts';

/** Between two times that its standing is kept, in milliseconds. */
const keepEveryMs = 2000;
/** Open tickets teach nothing yet: at first few are open, later at most this share of those that taught. */
const open = { first: 64, share: 0.15 };

/** Tickets that are learned from again in one go. */
const breath = 20;

/** Chooses the judges of each ticket by what their verdicts have taught so far in this run. */
export class LearnedTriage {
  readonly #apprentice: Apprentice;
  readonly #plans = new Map<number, Plan>();
  readonly #run: string;
  readonly #ledger: Ledger;
  readonly #promised: Promised;
  #taught = 0;
  #keptAt = 0;

  private constructor(
    run: string,
    themes: readonly ThemeAgent[],
    ledger: Ledger,
    promised: Promised,
    pull: number | undefined,
  ) {
    this.#run = run;
    this.#ledger = ledger;
    this.#promised = promised;
    const subjects = themes.map(({ id, name, definition, excludes }) => ({
      id,
      words: `${name}. ${definition}`,
      excludes,
    }));
    const random = seededRandom(drawOf(run, 0, 'order') * 2 ** 32);
    this.#apprentice = new Apprentice(subjects, { ...promised, pull, random });
  }

  /** For a new run, or for one that goes on: then it learns again from what is decided, and keeps to what it chose. */
  static async open(
    run: { id: string; settings: RunSettings; rows: number | null },
    themes: readonly ThemeAgent[],
    ledger: Ledger,
    promised: Promised,
  ): Promise<LearnedTriage> {
    const last = await ledger.routings.last(run.id);
    const { pull = 0 } = last === undefined ? {} : Routing.parse(JSON.parse(last));
    const triage = new LearnedTriage(run.id, themes, ledger, promised, pull > 0 ? pull : undefined);
    if (run.rows !== null) triage.expect(run.rows);
    for await (const { row, cells, routing, decision } of ledger.routings.all(run.id)) {
      const stored = { run: run.id, row, id: '', address: '', cells, defect: null };
      const { text } = ticketOf(stored, run.settings);
      triage.#plans.set(row, triage.#apprentice.recall(text, Routing.parse(JSON.parse(routing))));
      if (decision !== null) triage.teach(row, Decision.parse(JSON.parse(decision)).outcomes);
      // Others must not take this process for dead meanwhile.
      if (row % breath === 0) await setImmediate();
    }
    return triage;
  }

  /** Which judges are asked about a ticket. To be called in the order of the rows. */
  route({ row, text }: Ticket): Routing {
    const recalled = this.#plans.get(row);
    if (recalled !== undefined) return routingOf(recalled);
    const plan = this.#apprentice.plan(text, (theme) => drawOf(this.#run, row, theme));
    this.#plans.set(row, plan);
    const routing = routingOf(plan);
    const stored = { run: this.#run, row, body: JSON.stringify(routing) };
    // Rows become durable in order, so that no question is durable before this; what keeps this from it keeps them, too.
    this.#ledger.write({ routings: [stored] }).catch(() => {});
    return routing;
  }

  /** Learns from what the judges said of a ticket, in the themes' order. What was not asked or failed teaches nothing. */
  teach(row: number, outcomes: readonly Outcome[]): void {
    const plan = this.#plans.get(row);
    if (plan === undefined) return;
    this.#plans.delete(row);
    this.#taught += 1;
    const answers: Answers = outcomes.map((outcome) =>
      outcome.kind === 'verdict' ? outcome.verdict === 'yes' : undefined,
    );
    this.#apprentice.teach(plan, answers);
  }

  /** Says how many tickets the run has, as soon as that is known. */
  expect(tickets: number): void {
    this.#apprentice.expect(tickets);
  }

  /** So many tickets may be open. */
  get mostOpen(): number {
    return Math.max(open.first, Math.round(open.share * this.#taught));
  }

  report(): TriageReport {
    const { themes, over, ...report } = this.#apprentice.report();
    return {
      ...this.#promised,
      ...report,
      themes: themes.map(({ lostAtMost = null, isKept = null, ...theme }) => ({
        ...theme,
        lostAtMost,
        isKept,
      })),
      over: over.map((stretch) => ({ ...stretch, questions: stretch.asked + stretch.unasked })),
    };
  }

  /** Keeps how it stands with the run, now and then, or at once. */
  async keepReport(isLast: boolean): Promise<void> {
    const now = performance.now();
    if (!isLast && now - this.#keptAt < keepEveryMs) return;
    this.#keptAt = now;
    await this.#ledger.runs.update(this.#run, { triage: JSON.stringify(this.report()) });
  }
}

function routingOf({ probabilities, chances, asked, pull, threshold }: Plan): Routing {
  const short = (share: number) => Number(share.toPrecision(4));
  return {
    probabilities: Array.from(probabilities, short),
    chances: [...chances],
    asked: [...asked],
    pull,
    threshold: threshold === null ? null : short(threshold),
  };
}

/**
 * From 0 up to 1, the same whenever the run goes on. Each row has draws of its own, though it reads like another one:
 * what is left unasked has to be independent of the rest.
 */
function drawOf(run: string, row: number, theme: string): number {
  const hash = createHash('sha256').update(`${run}\n${row}\n${theme}`).digest();
  return hash.readUIntBE(0, 6) / 2 ** 48;
}
