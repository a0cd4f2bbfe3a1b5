import path from 'node:path';
import type { Books } from '../domain/books.ts';
import type { SameAnswers } from '../domain/decision/same-answers.ts';
import type { TriageReport } from '../domain/decision/triage-report.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { ledgerFolder } from '../ledger/ledger-place.ts';
import type { Costs } from '../ledger/rows/costs.ts';
import { ModelFault } from '../model/faults/fault.ts';
import { makeFolder } from '../private-files.ts';
import {
  openResults,
  type ResultsWriter,
  type WrittenFile,
} from '../tickets/results/write-results.ts';
import type { EarlyEnd } from '../tribunal/early-end.ts';
import type { BatchOptions } from './batch-options.ts';
import type { PreparedRun } from './prepare-run.ts';
import { type RunCounts, writeRun } from './write-run.ts';

/** What a run came to. */
export interface RunReport extends EarlyEnd {
  run: string;
  status: 'finished' | 'interrupted';
  counts: RunCounts;
  /** All rows of the file are counted: a run that was stopped may not have read it to its end. */
  isWhole: boolean;
  files: WrittenFile[];
  calls: Costs;
  books: Books;
  /** Answers of a model that seems not to read the tickets. */
  sameAnswers: SameAnswers[];
  docket: number;
  /** What a triage that learns left out, and what that cost; null where triage is an agent. */
  triage: TriageReport | null;
  seconds: number;
}

/** A run whose results are to be written, whoever heard it. */
type Closing = Pick<PreparedRun, 'id' | 'ledger' | 'settings'> & {
  router?: PreparedRun['router'];
};

/** Opens the files that the results go to, before anything is paid for. */
export async function openOut(
  run: Pick<PreparedRun, 'id' | 'file' | 'themes' | 'written'>,
  options: Pick<BatchOptions, 'out' | 'ledger' | 'wide' | 'rawCells' | 'force'>,
): Promise<{ out: string[]; writer: ResultsWriter }> {
  const out = options.out.length > 0 ? options.out : [await defaultResults(options.ledger, run.id)];
  const writer = await openResults(out, {
    inputs: run.file.files,
    header: run.file.header,
    columns: run.file.columns,
    themes: run.themes.map(({ id }) => id),
    wide: options.wide,
    raw: options.rawCells === true,
    // Its own results the same command may write again, as long as nobody has changed them.
    force: options.force || out.every((file) => run.written.includes(path.resolve(file))),
  });
  return { out, writer };
}

/** Writes the results of a run from the ledger, unless it was cut short, and keeps what it came to. */
export async function closeRun(
  run: Closing,
  closing: {
    status: RunReport['status'];
    end: EarlyEnd;
    out: readonly string[];
    /** Nothing where the results are in the ledger only. */
    writer?: ResultsWriter;
    /** When the command began, by the performance clock. */
    started: number;
    /** Others ended it, and may have taken it up again. */
    isEnded?: boolean;
  },
): Promise<RunReport> {
  const { ledger, id, settings } = run;
  const { status, end, out, writer, started, isEnded = false } = closing;
  const written = out.map((file) => path.resolve(file));
  if (status === 'finished') await ledger.runs.update(id, { summary: JSON.stringify({ written }) });
  const results = status === 'finished' ? writer : undefined;
  const { counts, files, sameAnswers } = await writeRun(ledger, run, results);
  const row = await ledger.runs.find(id);
  const report: RunReport = {
    run: id,
    status,
    ...end,
    counts,
    files,
    isWhole: row?.rows !== null,
    calls: await ledger.records.countCalls(id),
    books: await ledger.records.books(id),
    // The embedded model's few words are its own.
    sameAnswers: row?.model === 'embedded' ? [] : sameAnswers,
    docket: settings.docket,
    triage: run.router?.report() ?? null,
    seconds: (performance.now() - started) / 1000,
  };
  const summary = JSON.stringify({ ...report, written });
  await ledger.runs.update(id, {
    ...(isEnded ? {} : { status, ended_at: Date.now() }),
    summary,
  });
  return report;
}

/** Keeps that a run broke off, and why where that lay with the model or its server. */
export async function interruptRun(ledger: Ledger, id: string, error: unknown): Promise<void> {
  const ended = { status: 'interrupted' as const, ended_at: Date.now() };
  const why = error instanceof ModelFault ? { stoppedBecause: error.message } : {};
  const kept = JSON.parse((await ledger.runs.find(id))?.summary ?? '{}') as object;
  await ledger.runs.update(id, { ...ended, summary: JSON.stringify({ ...kept, ...why }) });
}

async function defaultResults(ledger: string, run: string): Promise<string> {
  const folder = path.join(ledgerFolder(ledger), 'results');
  await makeFolder(folder);
  return path.join(folder, `${run}.csv`);
}
