import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defineTheme, judgeSpec } from '../../agents/judge.ts';
import { Desk } from '../../workflows/desk.ts';
import { startClaimant } from '../support/claimants.ts';
import { type Asked, holdCourt, speak, tempLedger, verdicts } from '../support/court.ts';

const spec = judgeSpec(defineTheme({ name: 'Late Flight', definition: 'The flight was late.' }));

/** A desk, and another process that works with the same ledger. */
async function setUp(say: (asked: Asked) => object | string = ({ lines }) => verdicts(lines)) {
  const { ledger, folder } = await tempLedger();
  const { claims } = await ledger.enter();
  const stop = new AbortController();
  const court = await holdCourt({ ledger, claims, docketSize: 2, stop: stop.signal });
  const model = speak(say);
  const desk = new Desk(court, 'judges', spec, model);
  const ask = (address: string) =>
    desk.ask({ address, row: 1, line: { text: address }, reason: '' });
  const asked = () => model.asked.flatMap(({ lines }) => lines.map(({ text }) => text));
  return { ledger, stop, ask, asked, other: await startClaimant(path.join(folder, 'ledger.db')) };
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
