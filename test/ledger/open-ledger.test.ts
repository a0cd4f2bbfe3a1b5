import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { startClaimant } from '../support/claimants.ts';
import { askLedger, onEveryEngine } from '../support/engines.ts';
import { tempFolder } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Returns how many statements it took, or undefined where it was killed before that one. */
async function openUntilKilled(file: string, statement = 0): Promise<number | undefined> {
  const words = ['dist/tests/open-until-killed.js', file, String(statement)];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root });
    return Number(stdout);
  } catch (error) {
    expect(error).toMatchObject({ signal: 'SIGKILL' });
    return undefined;
  }
}

onEveryEngine((engine) => {
  describe('a new ledger', () => {
    it('is made once, and ready for all, where several processes open it at once', async () => {
      const file = await engine.place();
      const claimants = await Promise.all([1, 2, 3, 4].map(() => startClaimant(file)));
      const refused: string[] = [];
      for (const claimant of claimants) refused.push(...(await claimant.claim('x')));
      expect(refused).toEqual(['x', 'x', 'x']);
      expect(await askLedger(file, 'select id from processes')).toHaveLength(4);
    });
  });
});

describe('a new SQLite ledger', () => {
  it('is finished by the next who opens it, whenever its making was cut off', async () => {
    const folder = tempFolder();
    const statements = (await openUntilKilled(path.join(folder, 'whole.db'))) ?? 0;
    expect(statements).toBeGreaterThan(30);
    const whole = queryLedger(path.join(folder, 'whole.db'), 'select sql from sqlite_master');
    for (const part of [0.2, 0.4, 0.6, 0.75, 0.9, 1]) {
      const file = path.join(folder, `${part}.db`);
      expect(await openUntilKilled(file, Math.floor(part * statements))).toBeUndefined();
      await (await openLedger(file)).close();
      expect(queryLedger(file, 'select sql from sqlite_master')).toEqual(whole);
    }
  });
});
