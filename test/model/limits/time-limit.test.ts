import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { following } from '../../../src/model/limits/time-limit.ts';

/** How much is joined to it: listeners, and signals made of it, which Node keeps under a symbol. */
function joinedTo(signal: AbortSignal): number {
  const kept = Object.getOwnPropertySymbols(signal).find(
    ({ description }) => description === 'kDependantSignals',
  );
  const made = kept === undefined ? undefined : (Reflect.get(signal, kept) as { size: number });
  return getEventListeners(signal, 'abort').length + (made?.size ?? 0);
}

describe('a signal that follows another', () => {
  it('fires with it, for the same reason', async () => {
    const whole = new AbortController();
    await following(whole.signal, async (own) => {
      expect(own.aborted).toBe(false);
      whole.abort('enough');
      expect(own.reason).toBe('enough');
    });
    await following(whole.signal, async (own) => expect(own.reason).toBe('enough'));
  });

  it('leaves nothing on it, whatever was joined', async () => {
    const { signal } = new AbortController();
    for (let call = 0; call < 10; call++)
      await following(signal, async (own) => {
        AbortSignal.any([own]).addEventListener('abort', () => {});
        expect(joinedTo(signal)).toBe(1);
      });
    expect(joinedTo(signal)).toBe(0);
  });
});
