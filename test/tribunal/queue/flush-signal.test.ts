import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Flow, type Stage } from '../../../src/tribunal/queue/flush-signal.ts';

function watch(flow: Flow, ...stages: Stage[]) {
  const flushed: Stage[] = [];
  for (const stage of stages)
    flow.onFlush(stage, () => {
      flushed.push(stage);
      return true;
    });
  return flushed;
}

describe('flow', () => {
  it('leaves part-filled dockets waiting while something moves', async () => {
    const flow = new Flow();
    const flushed = watch(flow, 'judges');
    let finish = () => {};
    const work = flow.during(() => new Promise<void>((resolve) => (finish = resolve)));
    flow.expect('judges')();
    await nextTurn();
    expect(flushed).toEqual([]);
    finish();
    await work;
    await nextTurn();
    expect(flushed).toEqual(['judges']);
  });

  it('sends the earliest stage off first when everything waits', async () => {
    const flow = new Flow();
    const flushed = watch(flow, 'aggregator', 'triage');
    flow.expect('triage')();
    await nextTurn();
    expect(flushed).toEqual(['triage']);
  });

  it('sends a stage off at the end of the input once nothing before it is left, though other work moves', async () => {
    const flow = new Flow();
    const flushed = watch(flow, 'triage', 'judges');
    void flow.during(() => new Promise<void>(() => {}));
    const release = flow.expect('judges');
    flow.end();
    await nextTurn();
    expect(flushed).toEqual(['triage']);
    flushed.length = 0;
    release();
    release();
    await nextTurn();
    expect(flushed).toContain('judges');
  });
});
