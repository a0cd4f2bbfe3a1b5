import { UserMistake } from '../../../domain/mistake.ts';
import { plural } from '../../../domain/text/plural.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { writeRun } from '../../../runs/write-run.ts';
import { readRun } from '../../../settings/read-run.ts';
import { stageFile } from '../../../tickets/results/stage-file.ts';
import { openResults } from '../../../tickets/results/write-results.ts';
import { writeReport } from '../../../web/server/report/report.ts';
import { RunViews } from '../../../web/server/runs/run-views.ts';
import { say } from '../../drawing/print.ts';
import { withLedger } from '../with-ledger.ts';

export interface ExportFlags {
  ledger: string;
  out: string[];
  wide?: boolean;
  rawCells?: boolean;
  force?: boolean;
  html?: string;
  redact?: boolean;
}

export async function exportRun(id: string | undefined, flags: ExportFlags): Promise<number> {
  const { out, html, redact } = flags;
  if (out.length === 0 && html === undefined)
    throw new UserMistake('say where to: --out results.csv, or --html report.html');
  if (redact && html === undefined)
    throw new UserMistake('--redact is of the report: add --html report.html');
  if (redact && out.length > 0)
    throw new UserMistake('results hold what customers wrote: with --redact drop --out');
  return withLedger(flags.ledger, async (ledger) => {
    const run = await readRun(ledger, id);
    if (html !== undefined) await exportReport(ledger, run.id, html, flags);
    if (out.length > 0) await exportResults(ledger, run, flags);
    return 0;
  });
}

async function exportReport(
  ledger: Ledger,
  run: string,
  file: string,
  { force, redact }: ExportFlags,
): Promise<void> {
  const staged = await stageFile(file, force === true);
  try {
    const view = await new RunViews(ledger).of(run);
    await staged.append(await writeReport(ledger, view, { redact: redact === true }));
    await staged.finish();
    await staged.publish();
    say(`Wrote a report of ${plural(view.count, 'ticket')} to ${file}`);
  } finally {
    await staged.discard();
  }
}

async function exportResults(
  ledger: Ledger,
  run: Awaited<ReturnType<typeof readRun>>,
  { out, wide, force, rawCells }: ExportFlags,
): Promise<void> {
  const writer = await openResults(out, {
    inputs: run.parsed.input?.files ?? [run.file],
    header: run.parsed.header,
    columns: run.parsed.columns,
    themes: run.parsed.themes.map((theme) => theme.id),
    wide: wide === true,
    raw: rawCells === true,
    force: force === true,
  });
  try {
    const { files } = await writeRun(ledger, { id: run.id, settings: run.parsed }, writer);
    for (const { path, rows } of files) say(`Wrote ${plural(rows, 'row')} to ${path}`);
  } finally {
    await writer.discard();
  }
}
