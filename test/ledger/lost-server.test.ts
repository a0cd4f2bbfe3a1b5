import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { UserMistake } from '../../src/domain/mistake.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { explainUnwritable } from '../../src/ledger/sqlite/unwritable.ts';
import { whenTestEnds } from '../support/endings.ts';
import { onPostgres } from '../support/engines.ts';
import { findPostgres, queryPostgres, startPostgres } from '../support/postgres.ts';

function decisions(from: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    run: 'a',
    row: from + index,
    status: 'decided',
    themes: '',
    confidence: 1,
    body: '{}',
    reused: 0,
    sentiment: null,
    failed: '',
  }));
}

const answer = (address: string) => ({ address, agent: 'triage', docket: 'd', body: '{}' });

/** Notes what a ledger says of its server. */
function listen(ledger: Ledger): string[] {
  const said: string[] = [];
  ledger.tellTrouble((message) => said.push(message.replace(/^The ledger \S+ /, '')));
  return said;
}

const waiting = "can't be reached: waiting for it, nothing is lost";
const back = 'is reached again';

onPostgres((engine) => {
  it('connections that are cut off again and again lose nothing and write nothing twice', async () => {
    const { ledger, location } = await engine.open();
    const cut = () =>
      queryPostgres(
        location,
        'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
      );
    let written = 0;
    const writing = (async () => {
      for (; written < 600; written += 20)
        await ledger.write({
          decisions: decisions(written + 1, 20),
          gold: [
            {
              run: 'a',
              row: written + 1,
              address: 'x',
              themes: '',
              author: 'me',
              at: written,
              reason: '',
              undone_at: null,
            },
          ],
        });
    })();
    const reading = (async () => {
      while (written < 600) await ledger.records.countDecisions('a');
    })();
    for (let times = 0; times < 10; times += 1) {
      await cut();
      await sleep(60);
    }
    await Promise.all([writing, reading]);
    expect((await ledger.records.countDecisions('a')).decided).toBe(600);
    expect(await ledger.labels.of('x')).toHaveLength(30);
  });

  it('a copy that is cut off is told as something to be done again, and leaves nothing', async () => {
    const { ledger, location } = await engine.open();
    async function* rows() {
      yield { table: 'answers' as const, row: answer('a'), length: 8_000_000 };
      yield { table: 'answers' as const, row: answer('b'), length: 1 };
      await queryPostgres(
        location,
        "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database() and state like 'idle in%'",
      );
      yield { table: 'answers' as const, row: answer('c'), length: 8_000_000 };
      yield { table: 'answers' as const, row: answer('d'), length: 1 };
    }
    const error = await ledger.takeCopy('run', rows()).catch((thrown: unknown) => thrown);
    expect(explainUnwritable(error)).toBeInstanceOf(UserMistake);
    expect(await ledger.answers(['a', 'b', 'c', 'd'])).toEqual(new Map());
  });

  it('two that write the same rows in opposite orders both come through', async () => {
    const { ledger, location } = await engine.open();
    const other = await openLedger(location);
    whenTestEnds(() => other.close());
    const rows = Array.from({ length: 200 }, (_, index) => answer(`a${index}`));
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        await Promise.all([
          ledger.write({ answers: rows }),
          other.write({ answers: rows.toReversed() }),
        ]);
      }),
    );
    expect((await ledger.answers(rows.map(({ address }) => address))).size).toBe(200);
  });
});

const binaries = findPostgres();

describe.skipIf(binaries === undefined)('a server that is killed', () => {
  it('is waited for, said once, and gets all that was on its way', async () => {
    const server = await startPostgres(binaries ?? '');
    whenTestEnds(() => server.end());
    const ledger = await openLedger(await server.createDatabase());
    whenTestEnds(() => ledger.close());
    const said = listen(ledger);
    await ledger.write({ decisions: decisions(1, 10) });
    await server.kill();
    const writing = ledger.write({ decisions: decisions(11, 10) });
    const reading = Promise.all([1, 2, 3].map(() => ledger.records.countDecisions('a')));
    await sleep(700);
    expect(said).toEqual([waiting]);
    await server.start();
    await writing;
    await reading;
    expect(said).toEqual([waiting, back]);
    expect((await ledger.records.countDecisions('a')).decided).toBe(20);
  });
});
