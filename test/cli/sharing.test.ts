import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ChatServerOptions } from '../support/chat-server.ts';
import { ticketsFile } from '../support/files.ts';
import { queryCopy, queryLedger } from '../support/query-ledger.ts';
import { type CliResult, spawnCli } from '../support/run-cli.ts';
import {
  lateTexts,
  questionsAsked,
  questionsByAddress,
  repeatedIn,
  rowsOf,
  type ServedBatch,
  serveBatch,
} from '../support/served-batch.ts';

/** A server that answers nobody before both commands are at work. */
async function serveTwo(texts: string[], options: ChatServerOptions) {
  let open = () => {};
  const opens = new Promise<void>((resolve) => {
    open = resolve;
  });
  const batch = await serveBatch(texts, { opens, ...options });
  let atWork = 0;
  const listen = (child: ChildProcess) =>
    child.stderr?.on('data', (said) => {
      if (/^Run /m.test(String(said)) && ++atWork === 2) open();
    });
  return { batch, opens, listen };
}

function commandFor({ command, folder }: ServedBatch, file: string, name: string) {
  const [batch = '', , ...options] = command;
  const out = path.join(folder, name);
  return { args: [batch, file, ...options, '--docket', '4', '--out', out], out };
}

/** Two commands at once over one ledger, each with its own results. */
async function hearBoth(
  { batch, listen }: Awaited<ReturnType<typeof serveTwo>>,
  files: [string, string],
) {
  const commands = files.map((file, index) => commandFor(batch, file, `out-${index}.csv`));
  const results = await Promise.all(
    commands.map(({ args }) => spawnCli(args, { onStart: listen })),
  );
  for (const result of results) expectQuiet(result);
  return commands.map(({ out }) => decisionsOf(out));
}

function expectQuiet({ code, stderr }: CliResult): void {
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stderr).not.toMatch(/warning|error|^\s+at /im);
}

function decisionsOf(results: string) {
  return rowsOf(results).map(({ id: _, ...decision }) => decision);
}

describe('two processes with one ledger', () => {
  it('hear one file at once, pay for no answer twice and come to the same decisions', async () => {
    const shared = await serveTwo(lateTexts(24), { latencyMs: 50 });
    const { tickets, server, ledger } = shared.batch;
    const [one = [], other] = await hearBoth(shared, [tickets, tickets]);
    expect(repeatedIn(questionsAsked(server))).toEqual([]);
    expect(questionsAsked(server)).toHaveLength(3 * 24);
    expect(one.map(({ status }) => status)).toEqual(lateTexts(24).map(() => 'decided'));
    expect(other).toEqual(one);
    const [runs, left] = queryCopy(
      ledger,
      'select status from runs',
      'select id from processes union select address from claims',
    );
    expect(runs).toEqual([{ status: 'finished' }, { status: 'finished' }]);
    expect(left).toEqual([]);
  });

  it('hear files that overlap at once, and pay once for what is in both', async () => {
    const shared = await serveTwo(lateTexts(20), { latencyMs: 50 });
    const { tickets, folder, server } = shared.batch;
    const file = ticketsFile(folder, lateTexts(20, 10), 'other.csv');
    const [first = [], second = []] = await hearBoth(shared, [tickets, file]);
    expect(repeatedIn(questionsAsked(server))).toEqual([]);
    expect(questionsAsked(server)).toHaveLength(3 * 30);
    expect([first.length, second.length]).toEqual([20, 20]);
    expect(second.slice(0, 10)).toEqual(first.slice(10));
  });

  it('are not kept waiting by each other’s death', { timeout: 25_000 }, async () => {
    const { batch, opens, listen } = await serveTwo(lateTexts(24), { latencyMs: 100 });
    const { server, ledger, tickets } = batch;
    const few = ['--concurrency', '2'];
    const [doomed, other] = ['doomed.csv', 'out.csv'].map((name) =>
      commandFor(batch, tickets, name),
    );
    let kept: string[] = [];
    let callsAtKill = 0;
    let survivor: Promise<CliResult> | undefined;
    const killed = await spawnCli([...(doomed?.args ?? []), ...few], {
      async onStart(child) {
        listen(child);
        while (server.count() === 0) await sleep(5);
        // The doomed one has claimed all tickets by now: the other has to wait for it.
        survivor = spawnCli([...(other?.args ?? []), ...few], { onStart: listen });
        await opens;
        while (server.count() < 7) await sleep(5);
        child.kill('SIGKILL');
        callsAtKill = server.count();
        const answers = queryLedger(ledger, 'select address from answers');
        kept = answers.map(({ address }) => String(address));
      },
    });
    expect(killed.code).toBeNull();
    const result = await survivor;
    if (result !== undefined) expectQuiet(result);
    const statuses = decisionsOf(other?.out ?? '').map(({ status }) => status);
    expect(statuses).toEqual(lateTexts(24).map(() => 'decided'));
    const asked = questionsAsked(server);
    expect(new Set(asked).size).toBe(3 * 24);
    expect(kept.length).toBeGreaterThan(0);
    const questions = questionsByAddress(ledger);
    const known = new Set(kept.map((address) => questions.get(address)));
    expect(questionsAsked(server, callsAtKill).filter((one) => known.has(one))).toEqual([]);
    const askedByThen = questionsAsked(server, 0, callsAtKill);
    expect(repeatedIn(asked).length).toBeLessThanOrEqual(askedByThen.length - kept.length);
  });
});
