import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defineTheme, judgeSpec } from '../../../agents/judge.ts';
import { Desk } from '../../../src/tribunal/queue/question-queue.ts';
import { startClaimant } from '../../support/claimants.ts';
import { type Asked, holdCourt, speak, tempLedger, verdicts } from '../../support/court.ts';
import { askLedger } from '../../support/engines.ts';

const spec = judgeSpec(defineTheme({ name: 'Late Flight', definition: 'The flight was late.' }));

/** A desk, and another process that works with the same ledger. */
async function setUp(
  say: (asked: Asked) => object | Promise<object> = ({ lines }) => verdicts(lines),
  concurrency = 4,
) {
  const { ledger, folder } = await tempLedger();
  const { claims, presence } = await ledger.enter();
  const stop = new AbortController();
  const court = await holdCourt({
    ledger,
    claims,
    docketSize: 2,
    stop: stop.signal,
    concurrency,
  });
  const model = speak(say);
  const desk = new Desk(court, 'judges', spec, model);
  const ask = (address: string) =>
    desk.ask({ address, row: 1, line: { text: address }, reason: '' });
  const asked = () => model.asked.flatMap(({ lines }) => lines.map(({ text }) => text));
  const location = path.join(folder, 'ledger.db');
  const other = await startClaimant(location);
  return { ledger, location, presence, stop, ask, asked, other };
}

describe('a question that another process is about to ask', () => {
  it('is answered by what that one pays for, and keeps no other question waiting', async () => {
    const { ledger, ask, asked, other } = await setUp();
    await other.claim('x');
    const shared = ask('x');
    expect(await ask('y')).toMatchObject({ ok: true, reused: false });
    expect(asked()).toEqual(['y']);
    const body = JSON.stringify({ verdict: 'yes', confidence: 1, quote: 'x', rationale: '' });
    const answer = { address: 'x', agent: 'judge:late_flight', docket: 'another', body };
    await ledger.write({ answers: [answer] });
    expect(await shared).toMatchObject({ ok: true, reused: true, answer: { verdict: 'yes' } });
    expect(asked()).toEqual(['y']);
  });

  it('is asked here once that one gives it back', async () => {
    const { ask, asked, other } = await setUp();
    await other.claim('x');
    const [shared, same] = [ask('x'), ask('x')];
    await ask('y');
    await other.release('x');
    expect(await shared).toMatchObject({ ok: true, reused: false });
    expect(await same).toMatchObject({ ok: true, reused: true });
    expect(asked()).toEqual(['y', 'x']);
    expect(await other.claim('x')).toEqual(['x']);
  });

  it('is asked here once that one is gone', async () => {
    const { ask, asked, other } = await setUp();
    await other.claim('x');
    const shared = ask('x');
    await ask('y');
    await other.kill();
    expect(await shared).toMatchObject({ ok: true, reused: false });
    expect(asked()).toEqual(['y', 'x']);
  });

  it('is not waited for once the run is stopped', async () => {
    const { stop, ask, asked, other } = await setUp();
    await other.claim('x');
    const shared = ask('x');
    await ask('y');
    stop.abort();
    await expect(shared).rejects.toMatchObject({ failure: 'interrupted' });
    expect(asked()).toEqual(['y']);
  });
});

it('a question that got no answer here is free for others, one that did is not', async () => {
  const { ask, other } = await setUp(({ lines }) =>
    verdicts(lines.filter(({ text }) => text !== 'x')),
  );
  const replies = await Promise.all([ask('x'), ask('y')]);
  expect(replies.map(({ ok }) => ok)).toEqual([false, true]);
  expect(await other.claim('x', 'y')).toEqual(['y']);
});

it('a process that stood still so long that others took over looks again before it asks', async () => {
  let takenOver = () => {};
  const standsStill = new Promise<void>((resolve) => {
    takenOver = resolve;
  });
  const { ledger, location, presence, ask, asked, other } = await setUp(async ({ lines }) => {
    await standsStill;
    return verdicts(lines);
  }, 1);
  const first = [ask('a'), ask('b')];
  const waiting = [ask('x'), ask('y'), ask('z'), ask('w')];
  while (asked().length < 2) await new Promise(setImmediate);
  await askLedger(location, `delete from processes where id = '${presence.id}'`);
  await askLedger(location, `delete from claims where process = '${presence.id}'`);
  await other.claim('x', 'y');
  const body = JSON.stringify({ verdict: 'yes', confidence: 1, quote: 'x', rationale: '' });
  await ledger.write({
    answers: [{ address: 'x', agent: 'judge:late_flight', docket: 'd', body }],
  });
  await presence.beat();
  takenOver();
  expect((await Promise.all(first)).map(({ ok }) => ok)).toEqual([true, true]);
  const [x, y, z, w] = waiting;
  expect(await x).toMatchObject({ ok: true, reused: true });
  expect(await Promise.all([z, w])).toMatchObject([{ reused: false }, { reused: false }]);
  await other.release('y');
  expect(await y).toMatchObject({ ok: true, reused: false });
  expect(asked().sort()).toEqual(['a', 'b', 'w', 'y', 'z']);
});
