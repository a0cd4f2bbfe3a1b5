import { UserMistake } from '../../../domain/mistake.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { RunRow } from '../../../ledger/schema.ts';
import { refusalOf } from '../../../runs/workers/end-run.ts';
import { keptReason } from '../../../tribunal/early-end.ts';
import { type Budget, isAside, type JobRequest } from '../../api/job.ts';
import type { RunStatus } from '../../api/runs.ts';
import { statusOf } from '../runs/run-status.ts';
import { type Ending, explain } from './job-ending.ts';
import { JobLine } from './job-line.ts';
import { interrupt, JobProcess } from './job-process.ts';
import { elsewhere, type Job, MarkedJobs } from './marked-jobs.ts';
import type { Resources } from './request/resources.ts';
import { UnknownServer } from './request/servers.ts';
import { startJob } from './start-job.ts';
import { isSubmitted, SubmittedRuns } from './submitted-runs.ts';

/** Milliseconds between two looks at runs whose processes another server started. */
const watchEveryMs = 2000;
/** A cancelled run's calls in flight are waited for so long; milliseconds. */
const patienceMs = 4000;

/** How a job begins: with a run, or with the line that says why it could not. */
export type Beginning = { run: string } | { error: string } | undefined;

/** What the page started: each is a process of its own, and goes on after a restart. */
export class Jobs {
  readonly #services: Resources;
  readonly #ledger: Ledger;
  readonly #kept: MarkedJobs;
  readonly #submitted: SubmittedRuns;
  /** The processes of jobs, and the jobs whose turn it isn't yet. */
  readonly line = new JobLine();
  /** Jobs at whose processes another server was looking, that still are at work. */
  readonly #watched = new Set<string>();
  readonly #watch: NodeJS.Timeout;
  #isClosing = false;

  /** Starts nothing by itself: see `goOn`. */
  constructor(services: Resources) {
    this.#services = services;
    this.#ledger = services.ledger;
    this.#kept = new MarkedJobs(services.ledger, services.mark);
    this.#submitted = new SubmittedRuns(services.ledger);
    this.#watch = setInterval(() => void this.#look().catch(console.error), watchEveryMs).unref();
  }

  /** Starts what is wanted to run and is at work nowhere, as far as it was started here. */
  async goOn(): Promise<void> {
    for (const job of await this.list())
      if (job.wanted === 'running' && job.request !== undefined) this.#watched.add(job.id);
    await this.#look();
  }

  /**
   * Starts what was asked for, or lets it wait for its turn.
   * @param file what it is called where it is shown
   * @param rows the file's, where they are known
   * @throws UnknownServer where a person has to confirm its server first
   */
  async start(request: JobRequest, file: string, rows: number | null = null): Promise<Job> {
    this.#checkServer(request);
    const job = await this.#kept.add(request, file, rows);
    this.#enter(job);
    return job;
  }

  /** Waits until a job has told its run or given up; nothing where it waits for its turn or takes too long. */
  async begun(id: string, mostMs: number): Promise<Beginning> {
    if (this.line.isWaiting(id)) return undefined;
    const late = new Promise<'late'>((resolve) => setTimeout(resolve, mostMs, 'late').unref());
    const run = await Promise.race([this.line.processOf(id)?.begun, late]);
    if (run === 'late') return undefined;
    if (run !== undefined) return { run };
    await this.line.ended(id);
    const job = await this.#kept.find(id);
    return { error: job?.error ?? 'it ended before it began; start it again' };
  }

  /** Resolves when a job that was started here has ended. */
  ended(id: string): Promise<void> {
    return this.line.ended(id);
  }

  /** Newest first. */
  list(): Promise<Job[]> {
    return this.#kept.list();
  }

  ofRun(run: string): Promise<Job | undefined> {
    return this.#kept.ofRun(run);
  }

  /** Lets a run end its calls in flight; it can be resumed. One that was submitted is paused wherever it came from. */
  async pause(run: string): Promise<void> {
    const foreign = await this.#submitted.find(run, await this.ofRun(run));
    if (foreign !== undefined) return this.#submitted.stop(foreign);
    const job = await this.#kept.startedHere(run);
    await this.#kept.want(job.id, 'paused');
    await this.#interrupt(job);
  }

  /** Asks for the same again: what was paid for is not paid again. @throws UnknownServer as `start` does */
  async resume(run: string, budget: Budget): Promise<void> {
    const job = await this.#kept.startedHere(run);
    if (await this.#isAtWork(job, await this.#ledger.runs.find(run)))
      throw new UserMistake('the run still waits for calls in flight; resume it in a moment');
    this.#checkServer(job.request);
    const allowed = await this.#kept.allow(job, budget);
    await this.#kept.want(job.id, 'running');
    this.#enter(allowed);
  }

  /** Stops a run, its calls in flight too where they take long. */
  async cancel(run: string): Promise<void> {
    return this.#cancel(await this.#kept.startedHere(run));
  }

  /** Asks once more for what a run was started with: only what failed is not known yet. */
  async again(run: string): Promise<Job> {
    const { request, file, rows } = await this.#kept.startedHere(run);
    return this.start(request, file, rows);
  }

  /** What a job, or a run's, was started with. @throws UserMistake where that was not here */
  async requestOf(id: string): Promise<JobRequest> {
    const job = await this.#kept.find(id);
    return job?.request ?? (await this.#kept.startedHere(id)).request;
  }

  /** Takes back a job whose turn it isn't yet, or one that could not begin; stops one that decides no tickets. */
  async leave(id: string): Promise<void> {
    const job = await this.#kept.find(id);
    if (job?.request !== undefined && isAside(job.request)) return this.#cancel(job);
    const couldNotBegin = job?.run === null && job.wanted === 'done';
    if (!this.line.leave(id) && !couldNotBegin)
      throw new UserMistake('it does not wait any more; cancel it on the page of its run');
    await this.#kept.want(id, 'cancelled');
  }

  /** How a run, or a job without one, stands, and why it does not go on. */
  async standing(
    run: RunRow | undefined,
    job: Job | undefined,
  ): Promise<{ status: RunStatus; error: string | null }> {
    const error = job?.error ?? null;
    if (job !== undefined && this.line.isWaiting(job.id)) return { status: 'waiting', error };
    const isAtWork = (run !== undefined && isSubmitted(run)) || (await this.#isAtWork(job, run));
    const status = statusOf(run, job, isAtWork);
    const isElsewhere = job !== undefined && job.request === undefined && status === 'interrupted';
    const why = refusalOf(run) ?? error ?? keptReason(run) ?? null;
    return { status, error: isElsewhere ? elsewhere : why };
  }

  /** Interrupts what is at work and waits for it. It goes on at the next opening. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#watch);
    await this.line.close();
  }

  #enter({ id, request }: Job): void {
    if (request === undefined) return;
    this.line.enter(id, {
      start: () => new JobProcess(startJob(this.#services, request)),
      refuse: (error) => this.#kept.want(id, 'done', `it could not be started: ${error}`),
      follow: (process) => this.#follow(id, process),
    });
  }

  async #follow(id: string, process: JobProcess): Promise<void> {
    const run = await process.begun;
    if (run !== undefined) await this.#kept.noteRun(id, run);
    await this.#settle(id, await process.ended);
  }

  async #settle(id: string, ending: Ending): Promise<void> {
    if (ending.code === 0 || ending.code === 1) return this.#kept.want(id, 'done');
    if (this.#isClosing && ending.isInterrupted) return;
    const job = await this.#kept.find(id);
    // Nobody asked it to stop: it reached what it may spend.
    if (ending.isInterrupted && job?.wanted === 'running')
      return this.#kept.want(id, 'paused', explain(ending));
    if (!ending.isInterrupted) return this.#kept.want(id, 'done', explain(ending));
  }

  /** Starts what lies idle among the watched jobs, and lets go of what has ended. */
  async #look(): Promise<void> {
    if (this.#watched.size === 0) return;
    for (const job of (await this.list()).toReversed()) {
      if (!this.#watched.has(job.id)) continue;
      const run = job.run === null ? undefined : await this.#ledger.runs.find(job.run);
      if (run?.status !== 'finished' && (await this.#isAtWork(job, run))) continue;
      this.#watched.delete(job.id);
      if (job.wanted !== 'running' || job.request === undefined || this.#isClosing) continue;
      if (run?.status === 'finished') await this.#kept.want(job.id, 'done');
      else await this.#startAgain(job, job.request);
    }
  }

  #checkServer(request: JobRequest): void {
    const { servers } = this.#services;
    servers.check(servers.ofJob(request));
  }

  async #startAgain(job: Job, request: JobRequest): Promise<void> {
    try {
      this.#checkServer(request);
      this.#enter(job);
    } catch (error) {
      if (!(error instanceof UnknownServer)) throw error;
      await this.#kept.want(job.id, 'paused', `${error.message}; resume it to be asked`);
    }
  }

  async #isAtWork(job: Job | undefined, run: RunRow | undefined): Promise<boolean> {
    if (job !== undefined && this.line.processOf(job.id) !== undefined) return true;
    if (run === undefined) return false;
    // What was not submitted to its end comes to none by the workers alone.
    const isWithWorkers = run.rows !== null && isSubmitted(run);
    return isWithWorkers || (await this.#ledger.runs.processOf(run)) !== undefined;
  }

  async #cancel(job: Job): Promise<void> {
    await this.#kept.want(job.id, 'cancelled');
    await this.#interrupt(job);
    setTimeout(() => void this.#insist(job.id).catch(console.error), patienceMs).unref();
  }

  /** Interrupts what was cancelled once more, unless it was resumed since. */
  async #insist(id: string): Promise<void> {
    const job = this.#isClosing ? undefined : await this.#kept.find(id);
    if (job?.wanted === 'cancelled') await this.#interrupt(job);
  }

  async #interrupt(job: Job): Promise<void> {
    if (this.line.leave(job.id)) return;
    const ours = this.line.processOf(job.id);
    if (ours !== undefined) return ours.interrupt();
    const run = job.run === null ? undefined : await this.#ledger.runs.find(job.run);
    if (run === undefined) return;
    if (isSubmitted(run)) return this.#submitted.stop(run);
    const other = await this.#ledger.runs.processOf(run);
    if (other !== undefined) interrupt(other);
  }
}
