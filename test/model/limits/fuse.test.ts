import { describe, expect, it } from 'vitest';
import { Fuse, UselessModel } from '../../../src/model/limits/fuse.ts';
import type { Asking, Others, Outcome } from '../../../src/model/limits/usefulness.ts';

const judge = (name: string, size = 16): Asking => ({
  agent: name,
  stage: 'judges',
  size,
  again: 0,
});
const triage: Asking = { agent: 'triage', stage: 'triage', size: 16, again: 0 };
const useless: Outcome = { calls: 1, worth: 0, cause: 'wrong_ids', said: 'ids' };
const good: Outcome = { calls: 1, worth: 1, cause: undefined, said: 'yes' };

/** Asks dockets one after another until one is not asked any more. Returns how many were. */
async function askAll(fuse: Fuse, asking: Asking, outcomes: (Outcome | undefined)[]) {
  for (const [index, outcome] of outcomes.entries()) {
    if ((await fuse.enter(asking)) !== undefined) return index;
    fuse.learn(asking, outcome);
  }
  return outcomes.length;
}

const many = (outcome: Outcome, count = 100) => Array.from({ length: count }, () => outcome);
const turn = () => new Promise(setImmediate);

describe('the fuse', () => {
  it('ends the run where triage brings nothing, and says what was wrong', async () => {
    const fuse = new Fuse();
    const outcomes = [...many({ ...useless, cause: 'refusal' }, 3), ...many(useless)];
    const error = await askAll(fuse, triage, outcomes).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(UselessModel);
    expect((error as UselessModel).uselessness).toEqual({
      who: 'triage',
      calls: 16,
      causes: { wrong_ids: 13, refusal: 3 },
      example: 'ids',
      isUsableAlone: false,
    });
    expect((error as Error).message).toContain('16 calls in a row to triage');
  });

  it('ends the run where no judge ever brings anything, however many there are', async () => {
    const fuse = new Fuse();
    let asked = 0;
    for (let call = 0; call < 100 && fuse.blown === undefined; call++)
      asked += await askAll(fuse, judge(`judge:${call}`), [useless]);
    expect(asked).toBe(16);
    await expect(fuse.enter(judge('judge:new'))).rejects.toBe(fuse.blown);
  });

  it('cuts off a judge that alone brings nothing, and leaves the others', async () => {
    const fuse = new Fuse();
    await askAll(fuse, judge('good'), [good]);
    expect(await askAll(fuse, judge('bad'), many(useless))).toBe(16);
    expect(await fuse.enter(judge('bad'))).toMatchObject({ who: 'bad', calls: 16 });
    expect(await askAll(fuse, judge('good'), many(good))).toBe(100);
    expect(fuse.blown).toBeUndefined();
  });

  it('cuts off the aggregator without ending the run', async () => {
    const fuse = new Fuse();
    const asking: Asking = { agent: 'aggregator', stage: 'aggregator', size: 4, again: 0 };
    expect(await askAll(fuse, asking, many(useless))).toBe(16);
    expect(fuse.blown).toBeUndefined();
  });

  it('bears with a model that answers every third time', async () => {
    const third = Array.from({ length: 300 }, (_, call) => (call % 3 === 2 ? good : useless));
    expect(await askAll(new Fuse(), triage, third)).toBe(300);
  });

  it('bears longer with who brought more, and not with repairs alone', async () => {
    const fuse = new Fuse();
    await askAll(fuse, triage, many(good, 20));
    expect(await askAll(fuse, { ...triage, again: 16 }, many(useless))).toBe(100);
    expect(await askAll(fuse, triage, many(useless, 35))).toBe(35);
    await expect(askAll(fuse, triage, many(useless, 2))).rejects.toThrow('36 calls in a row');
  });

  it('does not take the server for the model', async () => {
    const fuse = new Fuse();
    for (const cause of ['server_error', 'rate_limit', 'timeout', 'context_overflow'] as const)
      expect(await askAll(fuse, triage, many({ ...useless, cause }))).toBe(100);
  });

  it('counts answers by what they are worth: a ticket at a time is no answer about sixteen', async () => {
    const fuse = new Fuse();
    const alone: Outcome = { ...good, worth: 1 / 16 };
    const asked = askAll(fuse, { ...triage, size: 1 }, many(alone, 15));
    await expect(asked).resolves.toBe(15);
    await askAll(fuse, triage, [useless]);
    expect(fuse.blown?.uselessness).toMatchObject({ isUsableAlone: true });
  });

  it('asks four dockets at first, one after a failure, and all that wait after an answer', async () => {
    const fuse = new Fuse();
    let entered = 0;
    const enter = async () => {
      await fuse.enter(triage);
      entered += 1;
    };
    for (let docket = 0; docket < 20; docket++) void enter();
    await turn();
    expect(entered).toBe(4);
    for (let docket = 0; docket < 4; docket++) fuse.learn(triage, useless);
    await turn();
    expect(entered).toBe(5);
    fuse.learn(triage, good);
    await turn();
    expect(entered).toBe(20);
  });

  it('asks about the fewest tickets first, as long as nobody knows whether any answer can be used', async () => {
    const fuse = new Fuse();
    const sizes: number[] = [];
    await fuse.enter(triage);
    fuse.learn(triage, useless);
    const enter = async (size: number) => {
      await fuse.enter({ ...triage, size });
      sizes.push(size);
    };
    for (const size of [16, 8, 1, 4]) void enter(size);
    await turn();
    for (let docket = 0; docket < 3; docket++) {
      fuse.learn({ ...triage, size: 1 }, useless);
      await turn();
      await turn();
    }
    expect(sizes).toEqual([16, 1, 4, 8]);
  });

  it('is in doubt as long as answers came and none could be used', async () => {
    const fuse = new Fuse();
    expect(fuse.doubt).toBeUndefined();
    await askAll(fuse, triage, many(useless, 3));
    expect(fuse.doubt).toMatchObject({ who: 'triage', calls: 3 });
    await askAll(fuse, judge('good'), [good]);
    expect(fuse.doubt).toBeUndefined();
  });

  it('lets those go on who wait when a docket was not asked after all', async () => {
    const fuse = new Fuse();
    await askAll(fuse, triage, [useless]);
    await fuse.enter(triage);
    const waiting = fuse.enter(triage);
    fuse.learn(triage, undefined);
    await expect(waiting).resolves.toBeUndefined();
  });
});

describe('fuses of several processes', () => {
  /** So many processes that ask in turn, each of which sees what all have brought. */
  async function askInTurn(asking: Asking, outcomeOf: (process: number) => Outcome) {
    const brought: Awaited<ReturnType<Others>> = [];
    const fuses = Array.from({ length: 10 }, () => new Fuse(undefined, async () => brought));
    for (let asked = 0; asked < 200; asked++) {
      const fuse = fuses[asked % fuses.length] as Fuse;
      const refused = await fuse.enter(asking).catch((error: UselessModel) => error.uselessness);
      if (refused !== undefined) return { asked, refused };
      const { calls, worth, cause = null } = outcomeOf(asked % fuses.length);
      brought.push({ agent: asking.agent, calls, worth, cause });
      fuse.learn(asking, outcomeOf(asked % fuses.length));
    }
    return { asked: 200, refused: undefined };
  }

  it('end the run together after as many calls as one alone', async () => {
    for (const asking of [triage, judge('judge:a')])
      expect(await askInTurn(asking, () => useless)).toMatchObject({
        asked: 16,
        refused: { calls: 16, causes: { wrong_ids: 16 }, example: 'ids' },
      });
  });

  it('give up nobody who answers another of them', async () => {
    const { asked } = await askInTurn(triage, (process) => (process === 0 ? good : useless));
    // Each of the others tries as often as if it were alone.
    expect(asked).toBeGreaterThan(100);
  });
});
