import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { queryLedger, readLeft } from '../support/query-ledger.ts';
import { runCli, spawnCli } from '../support/run-cli.ts';
import {
  lateTexts,
  questionsAsked,
  questionsByAddress,
  repeatedIn,
  rowsOf,
  type ServedBatch,
  serveBatch,
} from '../support/served-batch.ts';

const [tickets, docket, mostOut, kills] = [150, 8, 6, 3];

/** Random numbers from 0 to 1, the same every time. */
function drawFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Hears until so many more calls have come, and a little longer, and dies as by `kill -9`. */
async function hearAndDie({ server }: ServedBatch, args: string[], draw: () => number) {
  const calls = server.count() + 1 + Math.floor(draw() * 12);
  const momentMs = draw() * 40;
  return spawnCli(args, {
    async onStart(child) {
      while (server.count() < calls) await sleep(1);
      await sleep(momentMs);
      child.kill('SIGKILL');
    },
  });
}

function unknownSaidIn(stderr: string): number {
  return Number(/cut off during (\d+) calls?/.exec(stderr)?.[1] ?? 0);
}

it('three kills cost nothing but what was out, and the ledger stays whole', {
  timeout: 60_000,
}, async () => {
  const batch = await serveBatch(lateTexts(tickets), { latencyMs: 30 });
  const { server, ledger, command, out } = batch;
  const options = ['--docket', String(docket), '--concurrency', String(mostOut), '--out', out];
  const args = [...command, ...options];
  const draw = drawFrom(7);
  const deaths: { calls: number; answered: string[]; unsettled: number }[] = [];
  const unknownSaid: number[] = [];

  for (let kill = 0; kill < kills; kill++) {
    const { code, stderr } = await hearAndDie(batch, args, draw);
    expect(code).toBeNull();
    unknownSaid.push(unknownSaidIn(stderr));
    const { answers, sent, check } = readLeft(ledger);
    expect(check).toEqual([{ integrity_check: 'ok' }]);
    const answered = answers.map(({ address }) => String(address));
    deaths.push({ calls: server.count(), answered, unsettled: sent.length });
  }
  const { code, stderr } = await runCli(args);
  expect(code).toBe(0);
  unknownSaid.push(unknownSaidIn(stderr));

  // Each process says of the one before what had left and not come back, and no more.
  expect(unknownSaid).toEqual([0, ...deaths.map(({ unsettled }) => unsettled)]);
  for (const { unsettled } of deaths) expect(unsettled).toBeLessThanOrEqual(mostOut);

  const questions = questionsByAddress(ledger);
  for (const { calls, answered } of deaths) {
    const known = new Set(answered.map((address) => questions.get(address)));
    expect(known.size).toBe(answered.length);
    expect(questionsAsked(server, calls).filter((question) => known.has(question))).toEqual([]);
  }
  expect(deaths.at(-1)?.answered.length).toBeGreaterThan(0);

  const asked = questionsAsked(server);
  const lost = unknownSaid.reduce((sum, unknown) => sum + unknown, 0);
  expect(new Set(asked).size).toBe(3 * tickets);
  expect(repeatedIn(asked).length).toBeLessThanOrEqual(lost * docket);

  expect(rowsOf(out).map(({ status }) => status)).toEqual(Array(tickets).fill('decided'));
  expect(queryLedger(ledger, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(queryLedger(ledger, 'select status from runs')).toEqual([{ status: 'finished' }]);
});
