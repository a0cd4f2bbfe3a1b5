import path from 'node:path';
import { describe, inject } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { type Engine, engineOf } from '../../src/ledger/ledger-place.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { whenTestEnds } from './endings.ts';
import { tempFolder } from './files.ts';
import { createDatabase, ledgerTemplate, queryPostgres } from './postgres.ts';
import { queryLedger } from './query-ledger.ts';

/** One of the databases that a ledger may be in. */
export interface TestedEngine {
  name: Engine;
  /** Where a new ledger can be made; nothing is there yet. */
  place(): Promise<string>;
  /** Where a new ledger is, without a row. */
  emptyLedger(): Promise<string>;
  /** A new ledger that is closed when the test ends. */
  open(): Promise<{ ledger: Ledger; location: string }>;
}

/** Defines the same tests for every database that a ledger may be in. */
export function onEveryEngine(define: (engine: TestedEngine) => void): void {
  describe('on sqlite', () => define(testedEngine('sqlite')));
  onPostgres(define);
}

export function onPostgres(define: (engine: TestedEngine) => void): void {
  const isThere = inject('postgres') !== undefined;
  describe.skipIf(!isThere)('on postgres', () => define(testedEngine('postgres')));
}

function testedEngine(name: Engine): TestedEngine {
  const make = (template?: string) =>
    name === 'postgres'
      ? createDatabase(inject('postgres') ?? '', template)
      : Promise.resolve(path.join(tempFolder(), 'ledger.db'));
  const emptyLedger = () => make(ledgerTemplate);
  return {
    name,
    place: () => make(),
    emptyLedger,
    async open() {
      const location = await emptyLedger();
      const ledger = await openLedger(location);
      whenTestEnds(() => ledger.close());
      return { ledger, location };
    },
  };
}

/** Runs statements on a ledger's database, past the ledger's own code. Returns the rows of the last one. */
export async function askLedger(location: string, ...statements: string[]) {
  return engineOf(location) === 'postgres'
    ? queryPostgres(location, ...statements)
    : queryLedger(location, ...statements);
}
