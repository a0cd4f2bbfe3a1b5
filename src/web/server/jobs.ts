import { randomBytes } from 'node:crypto';
import { UserMistake } from '../../domain/mistake.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { JobRow, RunRow } from '../../ledger/schema.ts';
import type { RunStatus } from '../api/runs.ts';
import { type Ending, explain } from './job-ending.ts';
import { interrupt, JobProcess } from './job-process.ts';
import { statusOf } from './run-status.ts';
import type { StartCommand } from './start-command.ts';
import { isSubmitted, SubmittedRuns } from './submitted-runs.ts';

/** Milliseconds between two looks at runs whose processes another server started. */
const watchEveryMs = 2000;
/** A cancelled run's calls in flight are waited for so long; milliseconds. */
const patienceMs = 4000;

/** How a job begins: with a run, or with the line that says why it could not. */
export type Beginning = { run: string } | { error: string } | undefined;

/** The commands that the page started: each is a process of its own, and goes on after a restart. */
export class Jobs {
  readonly #ledger: Ledger;
  readonly #start: StartCommand;
  readonly #submitted: SubmittedRuns;
  readonly #processes = new Map<string, JobProcess>();
  /** What was seen to its end, by job. */
  readonly #settled = new Map<string, Promise<void>>();
  /** Jobs at whose processes another server was looking, that still are at work. */
  readonly #watched = new Set<string>();
  readonly #watch: NodeJS.Timeout;
  #isClosing = false;

  /** Starts nothing by itself: see `goOn`. */
  constructor(ledger: Ledger, start: StartCommand) {
    this.#ledger = ledger;
    this.#start = start;
    this.#submitted = new SubmittedRuns(ledger);
    this.#watch = setInterval(() => void this.#look().catch(console.error), watchEveryMs).unref();
  }

  /** Opens them and goes on with what was at work. */
  static async open(ledger: Ledger, start: StartCommand): Promise<Jobs> {
    const jobs = new Jobs(ledger, start);
    await jobs.goOn();
    return jobs;
  }

  /** Starts what is wanted to run and is at work nowhere. */
  async goOn(): Promise<void> {
    for (const job of await this.list()) if (job.wanted === 'running') this.#watched.add(job.id);
    await this.#look();
  }

  /**
   * Starts a command of `tribunal` over a file, as in `['batch', 'tickets.csv']`.
   * @param rows the file's, where they are known
   */
  async start(words: readonly string[], rows: number | null = null): Promise<JobRow> {
    const job: JobRow = {
      ...{ id: randomBytes(8).toString('hex'), run: null, words: JSON.stringify(words), rows },
      ...{ wanted: 'running', error: null, at: Date.now() },
    };
    await this.#ledger.jobs.add(job);
    this.#spawn(job);
    return job;
  }

  /** Waits until a job has told its run or given up; nothing where that takes longer than so many milliseconds. */
  async begun(id: string, mostMs: number): Promise<Beginning> {
    const process = this.#processes.get(id);
    const late = new Promise<'late'>((resolve) => setTimeout(resolve, mostMs, 'late').unref());
    const run = await Promise.race([process?.begun, late]);
    if (run === 'late') return undefined;
    if (run !== undefined) return { run };
    await this.ended(id);
    const job = await this.#find(id);
    return { error: job?.error ?? 'it ended before it began; start it again' };
  }

  /** Resolves when a job that was started here has ended. */
  async ended(id: string): Promise<void> {
    await this.#settled.get(id);
  }

  /** How many are at work. */
  get size(): number {
    return this.#processes.size;
  }

  /** Newest first. */
  list(): Promise<JobRow[]> {
    return this.#ledger.jobs.list();
  }

  /** Lets a run end its calls in flight; it can be resumed. One that was submitted is paused wherever it came from. */
  async pause(run: string): Promise<void> {
    const foreign = await this.#foreign(run);
    if (foreign !== undefined) return this.#submitted.stop(foreign);
    const job = await this.#jobOf(run);
    await this.#ledger.jobs.change(job.id, { wanted: 'paused', error: null });
    await this.#interrupt(job);
  }

  /** Gives the same command again: what was paid for is not paid again. */
  async resume(run: string): Promise<void> {
    const job = await this.#jobOf(run);
    if (await this.#isAtWork(job, await this.#ledger.runs.find(run)))
      throw new UserMistake('the run still waits for calls in flight; resume it in a moment');
    await this.#ledger.jobs.change(job.id, { wanted: 'running', error: null });
    this.#spawn(job);
  }

  /** Stops a run, its calls in flight too where they take long. */
  async cancel(run: string): Promise<void> {
    const job = await this.#jobOf(run);
    await this.#ledger.jobs.change(job.id, { wanted: 'cancelled', error: null });
    await this.#interrupt(job);
    setTimeout(() => void this.#insist(job.id).catch(console.error), patienceMs).unref();
  }

  /** How a run, or a job without one, stands. */
  async statusOf(run: RunRow | undefined, job: JobRow | undefined): Promise<RunStatus> {
    const isWithWorkers = run !== undefined && isSubmitted(run);
    return statusOf(run, job, isWithWorkers || (await this.#isAtWork(job, run)));
  }

  /** Interrupts what is at work and waits for it. It goes on at the next opening. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#watch);
    for (const process of this.#processes.values()) process.interrupt();
    await Promise.all(this.#settled.values());
  }

  #spawn(job: JobRow): void {
    const process = new JobProcess(this.#start(JSON.parse(job.words) as string[]));
    this.#processes.set(job.id, process);
    this.#settled.set(job.id, this.#follow(job, process).catch(console.error));
  }

  async #follow(job: JobRow, process: JobProcess): Promise<void> {
    const run = await process.begun;
    if (run !== undefined) await this.#ledger.jobs.change(job.id, { run });
    const ending = await process.ended;
    await this.#settle(job.id, ending);
    this.#processes.delete(job.id);
    this.#settled.delete(job.id);
  }

  async #settle(id: string, ending: Ending): Promise<void> {
    const job = await this.#find(id);
    if (job === undefined) return;
    if (ending.code === 0 || ending.code === 1)
      return this.#ledger.jobs.change(id, { wanted: 'done', error: null });
    if (this.#isClosing && ending.isInterrupted) return;
    const error = explain(ending, job);
    // Nobody asked it to stop: it reached what it may spend.
    if (ending.isInterrupted && job.wanted === 'running')
      return this.#ledger.jobs.change(id, { wanted: 'paused', error });
    if (!ending.isInterrupted) return this.#ledger.jobs.change(id, { wanted: 'done', error });
  }

  /** Starts what lies idle among the watched jobs, and lets go of what has ended. */
  async #look(): Promise<void> {
    if (this.#watched.size === 0) return;
    for (const job of await this.list()) {
      if (!this.#watched.has(job.id)) continue;
      const run = job.run === null ? undefined : await this.#ledger.runs.find(job.run);
      if (run?.status !== 'finished' && (await this.#isAtWork(job, run))) continue;
      this.#watched.delete(job.id);
      if (job.wanted !== 'running' || this.#isClosing) continue;
      if (run?.status === 'finished') await this.#ledger.jobs.change(job.id, { wanted: 'done' });
      else this.#spawn(job);
    }
  }

  async #isAtWork(job: JobRow | undefined, run: RunRow | undefined): Promise<boolean> {
    if (job !== undefined && this.#processes.has(job.id)) return true;
    if (run === undefined) return false;
    // What was not submitted to its end comes to none by the workers alone.
    const isWithWorkers = run.rows !== null && isSubmitted(run);
    return isWithWorkers || (await this.#ledger.runs.processOf(run)) !== undefined;
  }

  /** Interrupts what was cancelled once more, unless it was resumed since. */
  async #insist(id: string): Promise<void> {
    if (this.#isClosing) return;
    const job = await this.#find(id);
    if (job?.wanted === 'cancelled') await this.#interrupt(job);
  }

  async #find(id: string): Promise<JobRow | undefined> {
    return (await this.list()).find((job) => job.id === id);
  }

  async #interrupt(job: JobRow): Promise<void> {
    const ours = this.#processes.get(job.id);
    if (ours !== undefined) return ours.interrupt();
    const run = job.run === null ? undefined : await this.#ledger.runs.find(job.run);
    if (run === undefined) return;
    if (isSubmitted(run)) return this.#submitted.stop(run);
    const other = await this.#ledger.runs.processOf(run);
    if (other !== undefined) interrupt(other);
  }

  /** A run that is with the workers, and that no page submitted. */
  async #foreign(id: string): Promise<RunRow | undefined> {
    if ((await this.#ledger.jobs.ofRun(id)) !== undefined) return undefined;
    const run = await this.#ledger.runs.find(id);
    return run !== undefined && isSubmitted(run) ? run : undefined;
  }

  async #jobOf(run: string): Promise<JobRow> {
    const job = await this.#ledger.jobs.ofRun(run);
    if (job !== undefined) return job;
    throw new UserMistake(
      'this run was started at a terminal; stop it there with Ctrl-C, and go on with the same command',
    );
  }
}
