import { expect, it } from 'vitest';
import { CallJournal } from '../../src/ledger/call-journal.ts';
import { ClaimsLost } from '../../src/ledger/processes/claims.ts';
import { askLedger, onEveryEngine } from '../support/engines.ts';

onEveryEngine((engine) => {
  async function setUp() {
    const { ledger, location } = await engine.open();
    const { presence, claims } = await ledger.enter();
    const journal = new CallJournal(ledger, 'a run', presence);
    /** As others do that hold this process for dead. */
    const forget = () => askLedger(location, 'delete from processes', 'delete from claims');
    const calls = async () =>
      (await askLedger(location, `select docket from calls where state = 'sent'`)).map(
        ({ docket }) => docket,
      );
    return { ledger, journal, presence, claims, forget, calls };
  }

  it('a call leaves only as long as nobody took over what this process had looked up', async () => {
    const { journal, claims, forget, calls } = await setUp();
    for (const docket of ['before', 'after']) journal.begin(docket, claims.timesLost);
    await journal.intend('before', 'server').send();
    await forget();
    await expect(journal.intend('after', 'server').send()).rejects.toBeInstanceOf(ClaimsLost);
    // Looked up again, it may.
    journal.begin('again', claims.timesLost);
    await journal.intend('again', 'server').send();
    await expect(journal.intend('after', 'server').send()).rejects.toBeInstanceOf(ClaimsLost);
    expect(journal.sent).toBe(2);
    expect((await calls()).filter((docket) => docket !== 'after').sort()).toEqual([
      ...['again', 'before'],
    ]);
  });

  it('a call that failed is told of at once, and not with its docket, which may try for long', async () => {
    const { journal, ledger } = await setUp();
    const spent = { queued: 0, waited: 0, cost: 0, tokens: { in: 0, cached: 0, out: 0 } };
    for (const [docket, cause] of [
      ['failing', 'server_error'],
      ['answered', null],
    ] as const) {
      const call = journal.intend(docket, 'server');
      await call.send();
      call.settle({ ...spent, cause });
    }
    await expect
      .poll(() => ledger.progress.countCalls('a run'))
      .toMatchObject({ paid: 0, failed: 1 });
    expect(journal.take('failing')).toMatchObject([{ state: 'settled', cause: 'server_error' }]);
  });

  it('also where this process found out by itself that it was forgotten', async () => {
    const { journal, presence, claims, forget } = await setUp();
    journal.begin('d', claims.timesLost);
    await forget();
    await presence.beat();
    await expect(journal.intend('d', 'server').send()).rejects.toBeInstanceOf(ClaimsLost);
    expect(claims.timesLost).toBe(1);
  });
});
