import { HoldUp } from '../../../domain/hold-up.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { RunRow } from '../../../ledger/schema.ts';
import type { RunSettings } from '../../../settings/settings.ts';
import { textReader } from '../../../tickets/make-ticket.ts';
import type { DecidedTicket, RunProgress } from '../../api/runs.ts';
import { notFound } from '../answer.ts';
import type { Services } from '../services.ts';

/** Decisions that are told at once, and characters of a ticket's text. */
const mostTold = 20;
const longestText = 160;
const minuteMs = 60_000;
/** The rate of the last so many milliseconds says how long it still takes. */
const rateOverMs = 60_000;

/** Reads again and again how a run goes on. */
export class RunReader {
  readonly #services: Services;
  readonly #run: RunRow;
  readonly #settings: RunSettings;
  readonly #samples: { at: number; done: number }[] = [];
  #mark = 0;

  private constructor(services: Services, run: RunRow) {
    this.#services = services;
    this.#run = run;
    this.#settings = JSON.parse(run.settings) as RunSettings;
  }

  /** @throws HTTPException 404 for a run that is not there */
  static async open(services: Services, id: string): Promise<RunReader> {
    const run = await services.ledger.runs.find(id);
    if (run === undefined) throw notFound(`there is no run ${id.slice(0, 100)} in this ledger`);
    return new RunReader(services, run);
  }

  async progress(): Promise<RunProgress> {
    const { ledger, jobs } = this.#services;
    const run = (await ledger.runs.find(this.#run.id)) ?? this.#run;
    const job = await jobs.ofRun(run.id);
    const { decided, review, failed, reused } = await ledger.progress.countDecisions(run.id);
    const calls = await ledger.progress.countCalls(run.id);
    const rows = run.rows ?? job?.rows ?? null;
    const { status, error } = await jobs.standing(run, job);
    const callsPerMinute = await this.#countCalls(ledger);
    const callsAllowed = this.#settings.limits?.rpm ?? null;
    return {
      status,
      error,
      counts: { rows, decided, review, failed },
      calls: { paid: calls.paid, reused, failed: calls.failed },
      cost: calls.cost,
      callsPerMinute,
      callsAllowed,
      now: Date.now(),
      holdUp: joinHoldUps(await ledger.progress.holdUps(run.id)),
      troubles: await ledger.progress.failedSince(run.id, Date.now() - minuteMs),
      secondsLeft: status === 'running' ? this.#secondsLeft(decided + review + failed, rows) : null,
      failures: await ledger.records.countFaults(run.id),
    };
  }

  /** What was decided since the last time, the newest first. */
  async decisions(): Promise<DecidedTicket[]> {
    const { progress } = this.#services.ledger;
    const mark = await progress.mark();
    const rows = await progress.newest(this.#run.id, this.#mark, mostTold);
    this.#mark = mark;
    const { columns, roles } = this.#settings;
    const readText = textReader(columns, roles);
    return rows.map(({ row, id, status, themes, confidence, cells }) => ({
      row,
      id: id.slice(0, longestText),
      status,
      confidence,
      themes: themes.split('|').filter((theme) => theme !== ''),
      text: readText(JSON.parse(cells) as string[]).slice(0, longestText),
    }));
  }

  get #endpoint(): string {
    return `${this.#run.base_url} ${this.#run.model}`;
  }

  #countCalls(ledger: Ledger): Promise<number> {
    return ledger.records.countCallsSince(this.#endpoint, Date.now() - minuteMs);
  }

  #secondsLeft(done: number, rows: number | null): number | null {
    const now = performance.now();
    this.#samples.push({ at: now, done });
    while ((this.#samples[0]?.at ?? now) < now - rateOverMs) this.#samples.shift();
    const [first] = this.#samples;
    if (first === undefined || rows === null || done <= first.done) return null;
    return ((rows - done) * (now - first.at)) / 1000 / (done - first.done);
  }
}

/** What holds up most of several processes: the most failures in a row, and the limit that ends first. */
function joinHoldUps(said: readonly string[]): HoldUp | null {
  const all = said.flatMap((text) => HoldUp.safeParse(parse(text)).data ?? []);
  const failing = all
    .flatMap((one) => one.failing ?? [])
    .sort((one, other) => other.times - one.times)[0];
  const limit = all
    .flatMap((one) => one.limit ?? [])
    .filter(({ until }) => until > Date.now())
    .sort((one, other) => one.until - other.until)[0];
  if (failing === undefined && limit === undefined) return null;
  return { failing: failing ?? null, limit: limit ?? null };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
