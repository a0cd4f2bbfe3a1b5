import path from 'node:path';
import { describeSame, sameAnswersIn } from '../../../domain/decision/same-answers.ts';
import type { TriageReport } from '../../../domain/decision/triage-report.ts';
import { damageOf } from '../../../ledger/health/check-rows.ts';
import type { RunRow } from '../../../ledger/schema.ts';
import { mistakeOf } from '../../../runs/upkeep/explain-damage.ts';
import { judgesTickets } from '../../../settings/read-run.ts';
import type { RunSettings } from '../../../settings/settings.ts';
import { findDateColumn, rowsForDates } from '../../../tickets/formats/dates.ts';
import { isAside } from '../../api/job.ts';
import type { RunList, RunOutline, RunSummary, WaitingJob } from '../../api/runs.ts';
import { notFound } from '../answer.ts';
import type { Job } from '../jobs/marked-jobs.ts';
import type { Services } from '../services.ts';

/** Tells of runs what the pages show above everything else. */
export class RunOutlines {
  readonly #services: Services;
  /** What is finished changes no more, but for what people call it. */
  readonly #finished = new Map<string, RunSummary>();

  constructor(services: Services) {
    this.#services = services;
  }

  async list(): Promise<RunList> {
    const { ledger, jobs } = this.#services;
    const known = await jobs.list();
    const newestJobs = new Map(known.toReversed().map((job) => [job.run, job]));
    const rows = (await ledger.runs.all()).filter(judgesTickets);
    const runs: RunSummary[] = [];
    for (const row of rows) {
      const known = this.#finished.get(row.id);
      const { name, note } = row;
      runs.push(
        known === undefined
          ? await this.#summariseAny(row, newestJobs.get(row.id))
          : { ...known, name, note },
      );
    }
    const waiting = known.filter((job) => job.run === null && isOfRun(job));
    return { runs, jobs: await Promise.all(waiting.map((job) => this.#describe(job))) };
  }

  /** @throws HTTPException 404 for a run that is not there */
  async find(id: string): Promise<RunOutline> {
    const { ledger, jobs } = this.#services;
    const run = await ledger.runs.find(id);
    if (run === undefined) throw notFound(`there is no run ${id.slice(0, 100)} in this ledger`);
    const settings = JSON.parse(run.settings) as RunSettings;
    const { tokensIn, tokensCached, tokensOut } = await ledger.records.countCalls(id);
    const books = await ledger.records.books(id);
    const job = await jobs.ofRun(id);
    const { columns, roles, route, aggregate, docket, stack = 1 } = settings;
    const { concurrency, limits } = settings;
    return {
      ...(await this.#summarise(run, job)),
      books: { ...books, tokensIn, tokensCached, tokensOut },
      settings: {
        columns,
        route,
        aggregate,
        docket,
        stack,
        concurrency,
        limits: limits ?? {},
        roles: { id: roles.id ?? null, text: roles.text, context: roles.context },
        maxMiss: settings.triage?.maxMiss ?? null,
        votes: settings.votes ?? 1,
        panel: [...(settings.panel ?? [])],
        redact: settings.redact === true,
      },
      warnings: sameAnswersIn(run.summary).map(describeSame),
      resumedBy: job?.request === undefined && settings.shared ? (settings.command ?? null) : null,
      hasDates: findDateColumn(await ledger.progress.firstCells(id, rowsForDates)) !== undefined,
      triage: run.triage === null ? null : (JSON.parse(run.triage) as TriageReport),
    };
  }

  /** A run whose row is damaged says so, and the others are listed beside it. */
  async #summariseAny(run: RunRow, job: Job | undefined): Promise<RunSummary> {
    try {
      return await this.#summarise(run, job);
    } catch (error) {
      const damaged = damageOf('runs', { ...run });
      if (damaged === undefined) throw error;
      const { message } = mistakeOf(this.#services.ledger, damaged, error);
      return {
        ...marksOf(run),
        status: 'failed',
        error: message,
        isJob: false,
        isShared: false,
        counts: { rows: run.rows, decided: 0, review: 0, failed: 0 },
        calls: 0,
        cost: null,
        themes: [],
      };
    }
  }

  async #summarise(run: RunRow, job: Job | undefined): Promise<RunSummary> {
    const { ledger, jobs } = this.#services;
    const { decided, review, failed } = await ledger.progress.countDecisions(run.id);
    const calls = await ledger.progress.countCalls(run.id);
    const { themes, shared } = JSON.parse(run.settings) as RunSettings;
    const summary: RunSummary = {
      ...marksOf(run),
      ...(await jobs.standing(run, job)),
      isJob: job?.request !== undefined,
      isShared: shared !== undefined,
      counts: { rows: run.rows ?? job?.rows ?? null, decided, review, failed },
      calls: calls.paid + calls.failed,
      cost: calls.cost,
      themes: themes.map(({ id, name, definition }) => ({ id, name, definition })),
    };
    if (run.status === 'finished') this.#finished.set(run.id, summary);
    return summary;
  }

  async #describe(job: Job): Promise<WaitingJob> {
    const { id, file, at } = job;
    const standing = await this.#services.jobs.standing(undefined, job);
    return { id, file: file === '' ? 'A file' : baseName(file), ...standing, at: Number(at) };
  }
}

/** Whether a job without a run was to bring one that is shown, and somebody may want to know of it. */
function isOfRun({ request, wanted, error }: Job): boolean {
  const isRun = request === undefined || !isAside(request);
  return isRun && wanted !== 'cancelled' && (wanted !== 'done' || error !== null);
}

/** Ledgers may come from machines that write paths otherwise. */
function baseName(file: string): string {
  return path.posix.basename(file.replaceAll('\\', '/'));
}

/** What a run is called and when it was, whatever became of it. */
function marksOf(run: RunRow) {
  return {
    id: run.id,
    workflow: run.workflow,
    file: baseName(run.file),
    model: run.model,
    baseUrl: run.base_url,
    name: run.name,
    note: run.note,
    startedAt: Number(run.started_at),
    endedAt: run.ended_at && Number(run.ended_at),
  };
}
