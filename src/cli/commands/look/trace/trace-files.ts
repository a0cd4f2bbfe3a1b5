import { UserMistake } from '../../../../domain/mistake.ts';
import { plural } from '../../../../domain/text/plural.ts';
import type { Ledger } from '../../../../ledger/ledger.ts';
import { readRun, shortRun } from '../../../../settings/read-run.ts';
import { stageFile } from '../../../../tickets/results/stage-file.ts';
import { openInferenceLines } from '../../../../trace/export/open-inference.ts';
import { followRun } from '../../../../trace/follow-traces.ts';
import { openCopy, writeLines } from '../../../../trace/jsonl.ts';
import { type ToldRun, tellMany } from '../../../../trace/tell-many.ts';
import type { TicketTrace } from '../../../../trace/ticket-trace.ts';
import { traceTree } from '../../../../trace/trace-tree.ts';
import { nextCommand } from '../../../drawing/next-command.ts';
import { say } from '../../../drawing/print.ts';
import { type ExporterFlags, openExporters, sayUnsent } from '../../trace-exporters.ts';
import { withLedger, withNewLedger } from '../../with-ledger.ts';

type Format = 'jsonl' | 'otlp' | 'openinference';

/** Characters or bytes that are written at a time. */
const pieceSize = 256 * 1024;
/** What a collector takes in one request, where nobody told it otherwise. */
const collectorLimit = 20 * 1024 * 1024;

export async function exportTrace(
  id: string | undefined,
  options: { ledger: string; format: Format; out?: string; force?: boolean },
): Promise<number> {
  const { out } = options;
  if (out === undefined) throw new UserMistake('say where to: --out trace.jsonl');
  return withLedger(options.ledger, async (ledger) => {
    const run = await readRun(ledger, id);
    const file = await stageFile(out, options.force === true);
    let bytes = 0;
    try {
      for await (const piece of piecesOf(ledger, run, options.format)) {
        bytes += piece.length;
        await file.append(piece);
      }
      await file.finish();
      await file.publish();
    } finally {
      await file.discard();
    }
    say(`Wrote run ${run.id} to ${out}`);
    if (options.format === 'otlp' && bytes > collectorLimit)
      say(
        `It is larger than the ${collectorLimit / 1024 / 1024} MB that a collector takes at a time; this sends it in parts: ${nextCommand(['trace', 'send', shortRun(run.id), '--to', 'otlp'])}`,
      );
    return 0;
  });
}

export async function importTrace(file: string, options: { ledger: string }): Promise<number> {
  const copy = await openCopy(file);
  // All of it is checked before anything is written: others wait while it is.
  let rows = 0;
  for await (const _ of copy.rows()) rows += 1;
  await withNewLedger(options.ledger, async (ledger) => {
    if (!(await ledger.takeCopy(copy.run, copy.rows())))
      throw new UserMistake(
        `run ${copy.run} is in ${ledger.location} already; nothing was imported`,
        { next: ['runs', 'show', copy.run] },
      );
  });
  say(
    `Imported run ${copy.run}: ${plural(rows, 'row')} (see: ${nextCommand(['runs', 'show', shortRun(copy.run)])})`,
  );
  return 0;
}

export async function sendTrace(
  id: string | undefined,
  options: ExporterFlags & { to?: string },
): Promise<number> {
  return withLedger(options.ledger, async (ledger) => {
    const run = await readRun(ledger, id);
    const exporters = (await openExporters(options, process.env)).filter(
      ({ name }) => options.to === undefined || name.toLowerCase() === options.to,
    );
    if (exporters.length === 0)
      throw new UserMistake(
        'say where to: set LANGSMITH_API_KEY or OTEL_EXPORTER_OTLP_ENDPOINT in the environment',
      );
    const follower = await followRun(ledger, run.id, exporters);
    const never = new AbortController().signal;
    for await (const rows of ledger.outlines.decided(run.id)) {
      for (const row of rows) follower.add(row);
      await follower.end(never);
    }
    const unsent = await follower.end(never);
    sayUnsent(run.id, unsent, options);
    if (unsent.length === 0) say(`Sent run ${run.id}`);
    return unsent.length === 0 ? 0 : 1;
  });
}

async function* piecesOf(
  ledger: Ledger,
  run: ToldRun,
  format: Format,
): AsyncGenerator<string | Uint8Array> {
  if (format === 'jsonl') {
    yield* gather(writeLines(run.id, ledger.copyRun(run.id)));
  } else if (format === 'openinference') {
    for await (const traces of tracesOf(ledger, run)) yield traces.map(openInferenceLines).join('');
  } else {
    const { defaultSender, encodeTraces } = await import('../../../../trace/export/otlp.ts');
    for await (const traces of tracesOf(ledger, run)) yield encodeTraces(traces, defaultSender);
  }
}

async function* tracesOf(ledger: Ledger, run: ToldRun): AsyncGenerator<TicketTrace[]> {
  for await (const rows of ledger.outlines.decided(run.id))
    yield (await tellMany(ledger, run, rows)).map((outline) => traceTree(outline, run));
}

async function* gather(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const line of lines) {
    piece += line;
    if (piece.length < pieceSize) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
