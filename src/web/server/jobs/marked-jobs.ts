import { randomBytes } from 'node:crypto';
import { UserMistake } from '../../../domain/mistake.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { JobRow } from '../../../ledger/schema.ts';
import { type Budget, JobRequest } from '../../api/job.ts';
import type { Mark } from './mark.ts';

/** What the page started, or says that it did. */
export interface Job extends Omit<JobRow, 'request' | 'mark'> {
  /** Nothing where it was not started here: what a ledger says is no order. */
  request: JobRequest | undefined;
}

/** Said of jobs that don't bear this installation's mark. */
export const elsewhere =
  'this run was started elsewhere: on another machine, by another installation, or before its ledger was moved; start it again by hand';

/** Jobs as a ledger keeps them. Only what bears this installation's mark is more than a note of something that was once. */
export class MarkedJobs {
  readonly #ledger: Ledger;
  readonly #mark: Mark;

  constructor(ledger: Ledger, mark: Mark) {
    this.#ledger = ledger;
    this.#mark = mark;
  }

  async add(request: JobRequest, file: string, rows: number | null): Promise<Job> {
    const row: JobRow = {
      id: randomBytes(8).toString('hex'),
      run: null,
      file,
      request: JSON.stringify(request),
      rows,
      wanted: 'running',
      error: null,
      at: Date.now(),
      mark: null,
    };
    await this.#ledger.jobs.add({ ...row, mark: this.#markOf(row) });
    return this.#read({ ...row, mark: this.#markOf(row) });
  }

  /** What a person or its process wants of it from now on: nobody else can want it running again. */
  async want(id: string, wanted: JobRow['wanted'], error: string | null = null): Promise<void> {
    const row = (await this.#ledger.jobs.list()).find((job) => job.id === id);
    if (row === undefined || this.#read(row).request === undefined) return;
    await this.#ledger.jobs.change(id, { wanted, error, mark: this.#markOf({ ...row, wanted }) });
  }

  /** Gives a run another budget; the one that it has stands where none is given. */
  async allow(job: Job & { request: JobRequest }, budget: Budget): Promise<Job> {
    const given = Object.fromEntries(Object.entries(budget).filter(([, most]) => most != null));
    const row = (await this.#ledger.jobs.list()).find(({ id }) => id === job.id);
    if (row === undefined || Object.keys(given).length === 0) return job;
    const request = { ...job.request, request: { ...job.request.request, ...given } };
    const changed = { ...row, request: JSON.stringify(request) };
    const marked = { request: changed.request, mark: this.#markOf(changed) };
    await this.#ledger.jobs.change(job.id, marked);
    return this.#read({ ...changed, ...marked });
  }

  async noteRun(id: string, run: string): Promise<void> {
    await this.#ledger.jobs.change(id, { run });
  }

  /** Newest first. */
  async list(): Promise<Job[]> {
    return (await this.#ledger.jobs.list()).map((row) => this.#read(row));
  }

  async find(id: string): Promise<Job | undefined> {
    return (await this.list()).find((job) => job.id === id);
  }

  async ofRun(run: string): Promise<Job | undefined> {
    const row = await this.#ledger.jobs.ofRun(run);
    return row && this.#read(row);
  }

  /** @throws UserMistake for a run that this page did not start */
  async startedHere(run: string): Promise<Job & { request: JobRequest }> {
    const job = await this.ofRun(run);
    if (job?.request !== undefined) return { ...job, request: job.request };
    throw new UserMistake(
      job === undefined
        ? 'this run was started at a terminal; stop it there with Ctrl-C, and continue with the same command'
        : elsewhere,
    );
  }

  #read({ mark, ...row }: JobRow): Job {
    const isOurs = this.#mark.isOn(mark, row.id, row.request, row.wanted);
    return {
      ...row,
      request: isOurs ? JobRequest.safeParse(JSON.parse(row.request)).data : undefined,
    };
  }

  #markOf({ id, request, wanted }: JobRow): string {
    return this.#mark.of(id, request, wanted);
  }
}
