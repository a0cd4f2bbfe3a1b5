import type { Kysely } from 'kysely';
import type { GivenBack, LedgerFile } from '../ledger-file.ts';
import type { Engine } from '../ledger-place.ts';
import type { Tables } from '../schema.ts';
import { readSize } from '../views/run-size.ts';
import { sweep, sweepBodies } from './sweep.ts';
import { sqliteFault } from './unwritable.ts';

/** What takes a ledger's space, and how it is freed. */
export class Space {
  readonly #database: Kysely<Tables>;
  readonly #engine: Engine;
  readonly #file: LedgerFile | undefined;

  constructor(database: Kysely<Tables>, engine: Engine, file: LedgerFile | undefined) {
    this.#database = database;
    this.#engine = engine;
    this.#file = file;
  }

  /** About how many bytes are a run's; null where damage keeps that from being told. */
  of(run: string): Promise<number | null> {
    return readSize(this.#database, run).catch((error: unknown) => {
      if (sqliteFault(error) !== 'CORRUPT') throw error;
      return null;
    });
  }

  /** Deletes what belongs to runs that are no more, but for what decisions of other runs rest on. */
  sweep(): Promise<void> {
    return sweep(this.#database, this.#engine);
  }

  /** Deletes what was said in the calls of some runs, word for word, but for what decisions of other runs rest on. */
  sweepBodies(runs: readonly string[]): Promise<void> {
    return sweepBodies(this.#database, this.#engine, runs);
  }

  /** Gives the space of deleted rows back to the disk, as far as that can be done here. */
  giveBack(): GivenBack {
    return this.#file?.shrink() ?? { kind: 'by VACUUM FULL' };
  }
}
