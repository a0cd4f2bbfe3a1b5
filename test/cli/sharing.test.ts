import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ticketsFile } from '../support/files.ts';
import { queryCopy } from '../support/query-ledger.ts';
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

/** Two commands at once over one ledger, each with its own results. */
async function hearTwice(
  { command, folder }: ServedBatch,
  files: string[],
  onStart: Parameters<typeof spawnCli>[1] = {},
) {
  const outs = files.map((_, index) => path.join(folder, `out-${index}.csv`));
  const results = await Promise.all(
    files.map((file, index) => {
      const [batch = '', , ...options] = command;
      const words = [batch, file, ...options, '--docket', '4', '--out', outs[index] ?? ''];
      return spawnCli(words, index === 0 ? onStart : {});
    }),
  );
  return { results, outs };
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
    const batch = await serveBatch(lateTexts(40), { latencyMs: 50 });
    const { results, outs } = await hearTwice(batch, [batch.tickets, batch.tickets]);
    for (const result of results) expectQuiet(result);
    expect(repeatedIn(questionsAsked(batch.server))).toEqual([]);
    expect(questionsAsked(batch.server)).toHaveLength(3 * 40);
    const [one = [], other] = outs.map(decisionsOf);
    expect(one).toHaveLength(40);
    expect(one.every(({ status }) => status === 'decided')).toBe(true);
    expect(other).toEqual(one);
    const [runs, left] = queryCopy(
      batch.ledger,
      'select status from runs',
      'select id from processes union select address from claims',
    );
    expect(runs).toEqual([{ status: 'finished' }, { status: 'finished' }]);
    expect(left).toEqual([]);
  });

  it('hear files that overlap at once, and pay once for what is in both', async () => {
    const batch = await serveBatch(lateTexts(30), { latencyMs: 50 });
    const other = ticketsFile(batch.folder, lateTexts(30, 15), 'other.csv');
    const { results, outs } = await hearTwice(batch, [batch.tickets, other]);
    for (const result of results) expectQuiet(result);
    expect(repeatedIn(questionsAsked(batch.server))).toEqual([]);
    expect(questionsAsked(batch.server)).toHaveLength(3 * 45);
    const [first = [], second = []] = outs.map(decisionsOf);
    expect([first.length, second.length]).toEqual([30, 30]);
    expect(second.slice(0, 15)).toEqual(first.slice(15));
  });

  it('are not kept waiting by each other’s death', { timeout: 25_000 }, async () => {
    const keyOf = (who: string) => ({ environment: { OPENAI_API_KEY: who } });
    const batch = await serveBatch(lateTexts(60), { latencyMs: 80 });
    const { server, ledger } = batch;
    let kept: string[] = [];
    let callsAtKill = 0;
    const { results, outs } = await hearTwice(batch, [batch.tickets, batch.tickets], {
      ...keyOf('killed'),
      onStart(child) {
        const timer = setInterval(() => {
          const calls = server.requests.filter(
            ({ headers }) => headers.authorization === 'Bearer killed',
          );
          if (calls.length < 6) return;
          clearInterval(timer);
          child.kill('SIGKILL');
          callsAtKill = server.count();
          const [answers = []] = queryCopy(ledger, 'select address from answers');
          kept = answers.map(({ address }) => String(address));
        }, 5);
      },
    });
    const [killed, survivor] = results;
    expect(killed?.code).toBeNull();
    if (survivor !== undefined) expectQuiet(survivor);
    expect(decisionsOf(outs[1] ?? '').map(({ status }) => status)).toEqual(
      lateTexts(60).map(() => 'decided'),
    );
    const questions = questionsByAddress(ledger);
    const known = new Set(kept.map((address) => questions.get(address)));
    expect(questionsAsked(server, callsAtKill).filter((asked) => known.has(asked))).toEqual([]);
    // Only what the dead one had out is asked a second time.
    const asked = questionsAsked(server);
    expect(new Set(asked).size).toBe(3 * 60);
    expect(repeatedIn(asked).length).toBeLessThanOrEqual(callsAtKill * 4 - kept.length);
  });
});
