import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { sensible } from '../support/answers.ts';
import type { Answerer } from '../support/chat-server.ts';
import { decodeOtlp } from '../support/decode-otlp.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { startReceiver } from '../support/receiver.ts';
import { runCli } from '../support/run-cli.ts';
import { lateTexts, type ServedBatch, serveBatch, showRun } from '../support/served-batch.ts';

/** A run with answers of an earlier one, a ticket without an answer, and a label. */
async function hear(): Promise<ServedBatch> {
  const answer: Answerer = (question) => {
    const { tool, tickets } = question;
    if (tool !== 'submit_verdicts') return sensible(question);
    const sound = tickets.filter(({ text }) => !String(text).includes('number 3'));
    return sensible({ ...question, tickets: sound });
  };
  const batch = await serveBatch(lateTexts(10), { answer });
  const command = [...batch.command, '--docket', '4', '--out', batch.out, '--force'];
  await runCli(command);
  queryLedger(
    batch.ledger,
    "insert into gold (run, row, address, themes, author, at) select run, row, address, 'lost_bag', 'me', 1 from tickets where row = 2",
  );
  expect((await runCli(command)).code).toBe(1);
  return batch;
}

let batch: ServedBatch;
beforeAll(async () => {
  batch = await hear();
});

/** A place in the test's folder, and the options that write the newest run there. */
function exportTo({ folder, ledger }: ServedBatch, name: string, format = 'jsonl') {
  const file = path.join(folder, name);
  return {
    file,
    command: ['trace', 'export', '--format', format, '--out', file, '--ledger', ledger],
  };
}

it('a run that is exported, imported and exported again is the same, byte for byte', async () => {
  const { file, command } = exportTo(batch, 'trace.jsonl');
  expect(await runCli(command)).toMatchObject({ code: 0 });
  const other = { ...batch, ledger: path.join(batch.folder, 'other.db') };
  const imported = await runCli(['trace', 'import', file, '--ledger', other.ledger]);
  expect(imported).toMatchObject({ code: 0, stdout: '' });
  const again = exportTo(other, 'again.jsonl');
  expect(await runCli(again.command)).toMatchObject({ code: 0 });
  expect(readFileSync(again.file, 'utf8')).toBe(readFileSync(file, 'utf8'));
  // What a ledger learned of a server is no part of a run.
  const shown = await showRun(batch.ledger);
  const text = shown.text.replace(/^asked .*\n/m, '');
  expect(await showRun(other.ledger)).toEqual({ ...shown, text });
  const trace = ['trace', 'T2', '--json', '--ledger'];
  const told = JSON.parse((await runCli([...trace, batch.ledger])).stdout);
  expect(JSON.parse((await runCli([...trace, other.ledger])).stdout)).toEqual(told);
});

it('a damaged file is told in a line and leaves no trace', async () => {
  const { file, command } = exportTo(batch, 'damaged.jsonl');
  await runCli(command);
  const lines = readFileSync(file, 'utf8').split('\n');
  const ledger = path.join(batch.folder, 'never.db');
  const importing = ['trace', 'import', file, '--ledger', ledger];
  for (const [kept, line] of [
    [lines.slice(0, 30), 'cut off after line 30'],
    [lines.with(29, '{'), 'line 30 is damaged'],
  ] as const) {
    writeFileSync(file, kept.join('\n'));
    const { code, stderr } = await runCli(importing);
    expect(code).toBe(2);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining(line)]);
    expect(existsSync(ledger)).toBe(false);
  }
});

it('a run that is in the ledger is not imported again', async () => {
  const { file, command } = exportTo(batch, 'twice.jsonl');
  await runCli(command);
  const { code, stderr } = await runCli(['trace', 'import', file, '--ledger', batch.ledger]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^tribunal: run [\w-]+ is in .* already; nothing was imported/);
});

it('a run is written for OTLP as one request, and for OpenInference as a line a span', async () => {
  const otlp = exportTo(batch, 'trace.pb', 'otlp');
  const lines = exportTo(batch, 'spans.jsonl', 'openinference');
  for (const { command } of [otlp, lines]) expect((await runCli(command)).code).toBe(0);
  const spans = decodeOtlp(readFileSync(otlp.file));
  expect(spans.filter(({ parent }) => parent === '')).toHaveLength(10);
  const written = readFileSync(lines.file, 'utf8').trimEnd().split('\n');
  expect(written.map((line) => JSON.parse(line).context.span_id)).toEqual(
    spans.map(({ id }) => id),
  );
  const again = await runCli(otlp.command);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
});

it('a run is sent later to the tools that the environment names', async () => {
  const receiver = await startReceiver();
  const send = ['trace', 'send', '--ledger', batch.ledger];
  const nowhere = await runCli(send);
  expect(nowhere).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('OTEL_EXPORTER_OTLP_ENDPOINT'),
  });
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
  expect(await runCli(send, environment)).toMatchObject({ code: 0 });
  const spans = receiver.requests.flatMap(({ body }) => decodeOtlp(body));
  expect(spans.filter(({ parent }) => parent === '')).toHaveLength(10);
});

it.each([
  [['export', '--format', 'otlp'], '--out'],
  [['export', '--format', 'xml', '--out', 'x'], 'xml'],
  [['import'], 'file'],
])('trace %j is a mistake that is told', async (words, named) => {
  const { code, stderr } = await runCli(['trace', ...words]);
  expect(code).toBe(2);
  expect(stderr).toContain(named);
});
