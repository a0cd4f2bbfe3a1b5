import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Way } from '../../../src/model/limits/way.ts';
import { type Limits, Pacer } from '../../../src/model/pacing/pacer.ts';
import { handClock } from '../hand-clock.ts';

/** Calls to a server of these limits, in time that passes by itself. */
function setUp(limits: Limits) {
  const clock = handClock();
  const now = vi.spyOn(Date, 'now').mockImplementation(() => clock.at);
  onTestFinished(() => now.mockRestore());
  const pacer = new Pacer(limits, [], clock);
  const stop = new AbortController();
  const wayOf = (book = async () => {}) => new Way(pacer, stop.signal, 1, book);
  const leave = async (book?: () => Promise<void>) => {
    const way = wayOf(book);
    await way.leave(undefined);
    return way;
  };
  return { clock, pacer, stop, wayOf, leave };
}

describe('a call', () => {
  it('leaves at its turn, which it waits for', async () => {
    const { leave } = setUp({ rpm: 60 });
    const first = await leave();
    const second = await leave();
    expect(first).toMatchObject({ sentAt: 1_000_000, waited: 0 });
    expect(second.sentAt).toBeGreaterThanOrEqual(1_000_000 + 1000);
    expect(second.waited).toBe(second.sentAt - first.sentAt);
  });

  it('has not left before it is booked', async () => {
    const { wayOf } = setUp({ rpm: 60 });
    const sentAt: number[] = [];
    const way = wayOf(async () => {
      sentAt.push(way.sentAt);
    });
    await way.leave(undefined);
    expect(sentAt).toEqual([0]);
  });

  it('waits for no limit while it is booked, however long that takes', async () => {
    const { clock, leave } = setUp({ rpm: 60_000 });
    const way = await leave(async () => {
      clock.at += 30;
    });
    expect(way).toMatchObject({ sentAt: 1_000_030, waited: 0 });
  });

  it('does not leave where booking fails, and keeps no turn', async () => {
    const { wayOf, leave } = setUp({ rpm: 60 });
    const full = new Error('disk full');
    const way = wayOf(() => Promise.reject(full));
    await expect(way.leave(undefined)).rejects.toBe(full);
    expect(way.sentAt).toBe(0);
    expect(await leave()).toMatchObject({ waited: 0 });
  });

  it('whose turn comes long after it was booked is booked again, and stays where that fails', async () => {
    const { pacer, wayOf } = setUp({ rpm: 60 });
    let booked = 0;
    const gone = new Error('others have it');
    const way = wayOf(async () => {
      booked += 1;
      if (booked === 2) throw gone;
      pacer.holdBack(5000);
    });
    await expect(way.leave(undefined)).rejects.toBe(gone);
    expect(way).toMatchObject({ sentAt: 0, obstacle: gone });
  });

  it('that is out of date leaves anew, and stays where it can be booked no more', async () => {
    const { clock, wayOf } = setUp({ rpm: 60_000 });
    const gone = new Error('others have it');
    const book = vi.fn().mockResolvedValueOnce(undefined).mockRejectedValueOnce(gone);
    const way = wayOf(book);
    await way.leave(undefined);
    expect(way.isStale).toBe(false);
    clock.at += 1001;
    expect(way.isStale).toBe(true);
    await expect(way.leave(undefined)).rejects.toBe(gone);
    expect(way).toMatchObject({ sentAt: 0, obstacle: gone });
  });

  it('is out of date where the machine slept, though the steady clock did, too', async () => {
    const { clock, pacer, leave } = setUp({ rpm: 60_000 });
    const way = await leave();
    vi.spyOn(pacer, 'now').mockReturnValue(clock.at);
    clock.at += 1001;
    expect(way.isStale).toBe(true);
  });

  it('that left late holds the next one back', async () => {
    const { clock, leave } = setUp({ rpm: 60 });
    const first = await leave();
    clock.at += 400;
    first.left();
    expect((await leave()).sentAt - first.sentAt).toBeGreaterThanOrEqual(1400);
  });
});

describe.each(['the run', 'its caller'])('a call that %s calls off', (who) => {
  /** The second call under a limit, and how to call it off. */
  async function second() {
    const { clock, stop, wayOf, leave } = setUp({ rpm: 60 });
    await leave();
    const caller = new AbortController();
    const off = () => (who === 'the run' ? stop : caller).abort();
    return { clock, wayOf, signal: caller.signal, off };
  }

  it('while it waits does not leave', async () => {
    const { clock, wayOf, signal, off } = await second();
    clock.sleep = async (_, given) => {
      off();
      given?.throwIfAborted();
    };
    const book = vi.fn();
    const way = wayOf(book);
    await expect(way.leave(signal)).rejects.toMatchObject({ failure: 'interrupted' });
    expect(way).toMatchObject({ sentAt: 0, waited: 0 });
    expect(book).not.toHaveBeenCalled();
  });

  it('while it is booked does not leave', async () => {
    const { wayOf, signal, off } = await second();
    const way = wayOf(async () => off());
    await expect(way.leave(signal)).rejects.toMatchObject({ failure: 'interrupted' });
    expect(way.sentAt).toBe(0);
  });

  it('before it waits does not leave', async () => {
    const { wayOf, signal, off } = await second();
    off();
    const way = wayOf();
    await expect(way.leave(signal)).rejects.toMatchObject({ failure: 'interrupted' });
    expect(way.sentAt).toBe(0);
  });
});

describe('what is said of requests and tokens', () => {
  const said = { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '1s' };

  it('is told as of the time at which the call left', async () => {
    const { clock, pacer, leave } = setUp({ rpm: 60_000 });
    const told = vi.spyOn(pacer, 'told');
    const way = await leave();
    clock.at += 300;
    way.arrived(
      new Headers({
        ...said,
        'x-ratelimit-remaining-requests': '9',
        'x-ratelimit-reset-requests': '2s',
      }),
    );
    expect(told.mock.calls).toEqual([
      [{ limit: undefined, left: 9, resetMs: 2000 }, 1_000_000],
      [{ limit: undefined, left: 0, resetMs: 1000 }, 1_000_000],
    ]);
  });

  it('is not told where only half of it is said', async () => {
    const { pacer, leave } = setUp({ rpm: 60_000 });
    const told = vi.spyOn(pacer, 'told');
    const way = await leave();
    way.arrived(new Headers({ 'x-ratelimit-remaining-requests': '9' }));
    expect(told).not.toHaveBeenCalled();
  });
});
