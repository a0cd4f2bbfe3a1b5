import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeOtlp } from '../support/decode-otlp.ts';
import { langSmithRunsAt, langSmithTrees } from '../support/langsmith-runs.ts';
import { startReceiver, unusedPort } from '../support/receiver.ts';
import { runCli } from '../support/run-cli.ts';
import { lateTexts, rowsOf, serveBatch } from '../support/served-batch.ts';

const key = 'lsv2_pt_secret_of_ours';

function hearing(tickets: number) {
  return serveBatch(lateTexts(tickets)).then((batch) => ({
    ...batch,
    command: [...batch.command, '--docket', '4', '--out', batch.out],
  }));
}

it('each ticket is a trace of its own in LangSmith, however many are heard at once', async () => {
  const { command, ledger, out } = await hearing(40);
  const receiver = await startReceiver();
  const environment = { LANGSMITH_API_KEY: key, LANGSMITH_ENDPOINT: receiver.url };
  const { code, stdout, stderr } = await runCli(command, environment);
  expect(code).toBe(0);
  expect(stderr).toContain(`Traces   go to LangSmith at ${receiver.url}, project ticket-tribunal`);
  expect(stderr).not.toContain('not sent');
  const runs = langSmithRunsAt(receiver);
  // Three agents, each with a chat and a tool.
  expect([...langSmithTrees(runs).values()]).toEqual(Array.from({ length: 40 }, () => 9));
  const roots = runs.filter(({ parent_run_id }) => parent_run_id === undefined);
  const ids = roots.map(({ extra }) => extra.metadata['tribunal.ticket.id']);
  expect(new Set(ids)).toEqual(new Set(rowsOf(out).map(({ id }) => id)));
  for (const { id, inputs, trace_id } of roots) {
    expect(trace_id).toBe(id);
    const chats = runs.filter((run) => run.trace_id === id && run.run_type === 'llm');
    for (const chat of chats) expect(JSON.stringify(chat.inputs)).toContain(String(inputs.text));
  }
  const kept = readFileSync(ledger).toString('latin1') + readFileSync(out, 'utf8');
  expect(kept + stdout + stderr).not.toContain(key);
  for (const { body } of receiver.requests) expect(body.toString()).not.toContain(key);
});

it('a sample of the tickets goes to LangSmith, and all of them over OTLP', async () => {
  const { command } = await hearing(40);
  const [langSmith, collector] = [await startReceiver(), await startReceiver()];
  const { code, stderr } = await runCli([...command, '--langsmith-sample', '25%'], {
    LANGSMITH_API_KEY: key,
    LANGSMITH_ENDPOINT: langSmith.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: `x-key=${key}`,
  });
  expect(code).toBe(0);
  expect(stderr).toContain('of 25 % of the tickets go to LangSmith');
  const sampled = langSmithTrees(langSmithRunsAt(langSmith)).size;
  expect(sampled).toBeGreaterThan(0);
  expect(sampled).toBeLessThan(30);
  const spans = collector.requests.flatMap(({ body }) => decodeOtlp(body));
  const count = (name: string) => spans.filter((span) => span.name === name).length;
  expect(count('invoke_workflow tribunal')).toBe(40);
  expect(count('invoke_agent triage')).toBe(40);
  expect(count('chat mock')).toBe(120);
  expect(count('execute_tool submit_verdicts')).toBe(80);
  expect(collector.requests[0]?.headers['x-key']).toBe(key);
  expect(stderr).not.toContain(key);
});

it('a run goes well without tools that are dead or silent, and says what they did not get', async () => {
  const { command, ledger, out } = await hearing(12);
  const silent = await startReceiver(() => 'stall');
  const { code, stdout, stderr } = await runCli(command, {
    ...{ LANGSMITH_API_KEY: key, LANGSMITH_ENDPOINT: `http://127.0.0.1:${await unusedPort()}` },
    OTEL_EXPORTER_OTLP_ENDPOINT: silent.url,
  });
  expect(code).toBe(0);
  expect(stdout).toContain('12 decided');
  expect(rowsOf(out)).toHaveLength(12);
  const lines = stderr.split('\n').filter((line) => line.includes('not sent'));
  expect(lines).toEqual([
    expect.stringMatching(/^LangSmith: 12 tickets were not sent \(.*ECONNREFUSED/),
    expect.stringMatching(/^OTLP: 12 tickets were not sent \(.*before it answered/),
  ]);
  const [, later = ''] = /with: npx tribunal (trace send .*)$/.exec(lines[1] ?? '') ?? [];
  expect(later).toContain(`--to otlp --ledger ${ledger}`);
  const collector = await startReceiver();
  const sent = await runCli(later.split(' '), { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  expect(sent.code).toBe(0);
  const spans = collector.requests.flatMap(({ body }) => decodeOtlp(body));
  expect(spans.filter(({ parent }) => parent === '')).toHaveLength(12);
});

it('a key that is refused is told at the end, and does not spoil the run', async () => {
  const { command, ledger } = await hearing(12);
  const receiver = await startReceiver(() => ({ status: 403, body: `no such key: ${key}` }));
  const environment = { LANGSMITH_API_KEY: key, LANGSMITH_ENDPOINT: receiver.url };
  const { code, stderr } = await runCli(command, environment);
  expect(code).toBe(0);
  expect(stderr).toContain(
    'LangSmith: 12 tickets were not sent (12 x HTTP 403: no such key: [key])',
  );
  const later = await runCli(['trace', 'send', '--ledger', ledger], environment);
  expect(later.code).toBe(1);
  expect(stderr + later.stderr).not.toContain(key);
});

it.each([
  ['--langsmith', {}, 'set LANGSMITH_API_KEY'],
  ['--langsmith-sample=often', { LANGSMITH_API_KEY: key }, '--langsmith-sample takes a share'],
  ['--wide', { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' }, 'OTEL_EXPORTER_OTLP_ENDPOINT takes'],
])('%s with %o is told before anything is paid for', async (option, environment, said) => {
  const { command, server } = await hearing(4);
  const { code, stderr } = await runCli([...command, option], environment);
  expect(code).toBe(2);
  expect(stderr).toContain(said);
  expect(server.count()).toBe(0);
});

it('a dry run sends nothing', async () => {
  const { command } = await hearing(4);
  const receiver = await startReceiver();
  await runCli([...command, '--dry-run'], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  expect(receiver.requests).toEqual([]);
});
