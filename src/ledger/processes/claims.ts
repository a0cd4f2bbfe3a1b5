import type { Kysely } from 'kysely';
import type { Rows } from '../group-commit.ts';
import type { Engine } from '../ledger-place.ts';
import { among, inParts } from '../rows/in-parts.ts';
import type { Tables } from '../schema.ts';
import type { Presence } from './presence.ts';

/** What is done all or nothing, however often it takes. */
interface ClaimSteps {
  write(rows: Rows): Promise<void>;
  /** Takes a process that is no more out of the ledger, with its claims. */
  forget(process: string): Promise<unknown>;
}

/** What this process had claimed is the others' since it stood still: it has to look again before it asks. */
export class ClaimsLost extends Error {
  override name = 'ClaimsLost';
}

/** Keeps processes that share a ledger from paying twice for the same answer. */
export class Claims {
  readonly #database: Kysely<Tables>;
  readonly #engine: Engine;
  readonly #presence: Presence;
  readonly #steps: ClaimSteps;

  constructor(database: Kysely<Tables>, engine: Engine, presence: Presence, steps: ClaimSteps) {
    this.#database = database;
    this.#engine = engine;
    this.#presence = presence;
    this.#steps = steps;
  }

  /** How often all claims of this process were lost so far. */
  get timesLost(): number {
    return this.#presence.timesForgotten;
  }

  /** Claims questions for this process. Returns those that another one, which lives, has claimed before. */
  async claim(addresses: readonly string[]): Promise<Set<string>> {
    const mine = this.#presence.id;
    await this.#steps.write({ claims: addresses.map((address) => ({ address, process: mine })) });
    const held = await inParts(addresses, (part) =>
      this.#database
        .selectFrom('claims')
        .selectAll()
        .where('address', 'in', among(this.#engine, part))
        .execute(),
    );
    const others = held.filter((claim) => claim.process !== mine);
    const dead = new Set<string>();
    for (const process of new Set(others.map((claim) => claim.process)))
      if (!(await this.#presence.isAlive(process))) dead.add(process);
    for (const process of dead) await this.#steps.forget(process);
    const givenBackMeanwhile = held.length < new Set(addresses).size;
    if (dead.size > 0 || givenBackMeanwhile) return this.claim(addresses);
    return new Set(others.map(({ address }) => address));
  }

  /** Gives a question back that got no answer. */
  async release(address: string): Promise<void> {
    await this.#database
      .deleteFrom('claims')
      .where('process', '=', this.#presence.id)
      .where('address', '=', address)
      .execute();
  }

  /** Gives all questions back: those that are answered need no claim, and the others are not asked here any more. */
  async releaseAll(): Promise<void> {
    await this.#database.deleteFrom('claims').where('process', '=', this.#presence.id).execute();
  }
}
