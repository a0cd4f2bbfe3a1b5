import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { type Kysely, sql } from 'kysely';
import type { HoldUp } from '../../domain/hold-up.ts';
import { existsHere, thisMachine } from '../../this-machine.ts';
import type { Engine } from '../ledger-place.ts';
import type { ProcessRow } from '../postgres/shared-schema.ts';
import type { Tables } from '../schema.ts';
import { nowOf } from './clock.ts';
import { type Forgotten, forgetProcess } from './forget-process.ts';

/** A process says so often that it lives, and is held for dead when it was silent so long; milliseconds. */
const beatEveryMs = 5_000;
export const silenceMs = 30_000;
/**
 * A process that exists on this machine and falls silent was stopped, or goes by a clock that was set: what it asked
 * may still be answered, so that it counts as dead only after so long, the time that one call may take; milliseconds.
 */
const stoppedMs = 120_000;
/** A beat that comes so long after the one before was held up; milliseconds. */
const lateMs = 2 * beatEveryMs;

/** What a worker tells of itself with each beat. */
export type Standing = Pick<ProcessRow, 'run' | 'open' | 'calls'>;

/** This process in the eyes of the others that work with the same ledger. */
export class Presence {
  readonly #database: Kysely<Tables>;
  readonly #engine: Engine;
  readonly #beat: NodeJS.Timeout;
  readonly #givenUp = new AbortController();
  #beating: Promise<void> | undefined;
  /** By the performance clock: the last beat, and since when none was late. */
  #beatAt = Number.NEGATIVE_INFINITY;
  #steadySince = 0;
  /** Of processes here that seem to be silent: the last beat that was seen, and since when, by the performance clock. */
  readonly #silent = new Map<string, { beatAt: number; since: number }>();
  /** So many milliseconds the clock that all go by is ahead of this machine's, as of the last beat. */
  #ahead = 0;
  /** Asked before each beat, of a worker. */
  #stand: (() => Standing) | undefined;
  /** What holds its calls up, as JSON: as it is, and as the others know it. */
  #heldUp: string | null = null;
  #toldHeldUp: string | null = null;
  readonly id = randomBytes(8).toString('hex');
  /** How often the others took it for dead, and what it had claimed was theirs. */
  timesForgotten = 0;

  private constructor(database: Kysely<Tables>, engine: Engine) {
    this.#database = database;
    this.#engine = engine;
    // A beat that can't be written is no news: the next write of the run's own says what is wrong.
    this.#beat = setInterval(() => void this.beat(), beatEveryMs).unref();
  }

  /** @param stand makes it a worker, whose work goes to others where it falls silent */
  static async enter(
    database: Kysely<Tables>,
    engine: Engine,
    stand?: () => Standing,
  ): Promise<Presence> {
    const presence = new Presence(database, engine);
    presence.#stand = stand;
    await presence.#appear();
    return presence;
  }

  /** Fires where the others held this worker for dead, and gave its work to others. */
  get givenUp(): AbortSignal {
    return this.#givenUp.signal;
  }

  /**
   * Whether the ledger was within reach for so long that the silence of others is their own: while it was away, everybody
   * was silent.
   */
  get isSteady(): boolean {
    const now = performance.now();
    return now - this.#beatAt < lateMs && now - this.#steadySince > silenceMs;
  }

  /** Milliseconds since 1970, by the clock that all processes of the ledger go by. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  get isWorker(): boolean {
    return this.#stand !== undefined;
  }

  /** Whether a process that the ledger names is still at work. */
  async isAlive(id: string): Promise<boolean> {
    if (id === this.id) return true;
    const found = await findProcess(this.#database, this.#engine, id);
    if (found === undefined || stillExists(found) === false) return false;
    if (found.isHeard) return true;
    return stillExists(found) === true && this.#mayMove(found);
  }

  #mayMove({ id, beat_at: beatAt }: ProcessRow): boolean {
    const now = performance.now();
    const seen = this.#silent.get(id);
    if (seen?.beatAt === beatAt) return now - seen.since < stoppedMs;
    this.#silent.set(id, { beatAt, since: now });
    return true;
  }

  /** Gives back all that it holds. */
  async leave(): Promise<void> {
    clearInterval(this.#beat);
    // What stays behind is given up by the others once this process is gone.
    await forgetProcess(this.#database, this.id).catch(() => {});
  }

  /** Says that it lives, and finds out whether the others gave it up. One at a time: a server that is gone is waited for. */
  beat(): Promise<void> {
    this.#beating ??= this.#sayAlive()
      .catch(() => {})
      .finally(() => {
        this.#beating = undefined;
      });
    return this.#beating;
  }

  /** Shows the others what holds its calls up; null where they go. */
  holdUp(holdUp: HoldUp | null): void {
    this.#heldUp = holdUp === null ? null : JSON.stringify(holdUp);
    if (this.#heldUp === this.#toldHeldUp) return;
    void this.beat().then(() => {
      // A beat that was under way knew less.
      if (this.#heldUp !== this.#toldHeldUp) void this.beat();
    });
  }

  async #sayAlive(): Promise<void> {
    const heldUp = this.#heldUp;
    const { numUpdatedRows } = await this.#database
      .updateTable('processes')
      .set({ beat_at: nowOf(this.#engine), held_up: heldUp, ...this.#stand?.() })
      .where('id', '=', this.id)
      .executeTakeFirst();
    this.#toldHeldUp = heldUp;
    await this.#readClock();
    this.#noteBeat();
    if (numUpdatedRows > 0n) return;
    this.timesForgotten += 1;
    // A worker's work is others' now; who only asks for itself may come back.
    if (this.isWorker) this.#givenUp.abort();
    else await this.#appear();
  }

  #noteBeat(): void {
    const now = performance.now();
    if (now - this.#beatAt > lateMs) this.#steadySince = now;
    this.#beatAt = now;
  }

  async #appear(): Promise<void> {
    await this.#database
      .insertInto('processes')
      .values({
        id: this.id,
        host: hostname(),
        pid: process.pid,
        machine: thisMachine,
        beat_at: nowOf(this.#engine),
        role: this.isWorker ? 'worker' : '',
        ...this.#stand?.(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await this.#readClock();
    this.#noteBeat();
  }

  async #readClock(): Promise<void> {
    if (this.#engine !== 'postgres') return;
    const { rows } = await sql<{ now: string }>`select ${nowOf(this.#engine)} as now`.execute(
      this.#database,
    );
    this.#ahead = Number(rows[0]?.now) - Date.now();
  }
}

/** A process that the ledger names, where it is still at work. */
export async function findLiving(
  database: Kysely<Tables>,
  engine: Engine,
  id: string,
): Promise<ProcessRow | undefined> {
  const found = await findProcess(database, engine, id);
  return found?.isHeard && stillExists(found) !== false ? found : undefined;
}

/** A process that the ledger names, and whether it has shown itself lately. */
async function findProcess(database: Kysely<Tables>, engine: Engine, id: string) {
  const row = await database
    .selectFrom('processes')
    .selectAll()
    .select(sql<number | boolean>`beat_at >= ${nowOf(engine)} - ${sql.lit(silenceMs)}`.as('heard'))
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { ...row, isHeard: Boolean(row.heard) };
}

/**
 * The workers among them, those of one machine together.
 * @param withinMs how long ago they may have shown themselves for the last time
 */
export async function listWorkers(
  database: Kysely<Tables>,
  engine: Engine,
  withinMs = silenceMs,
): Promise<ProcessRow[]> {
  return database
    .selectFrom('processes')
    .selectAll()
    .where('role', '=', 'worker')
    .where('beat_at', '>=', sql<number>`${nowOf(engine)} - ${sql.lit(withinMs)}`)
    .orderBy('host')
    .orderBy('pid')
    .execute();
}

/** Takes the workers that fell silent out of the ledger. Each is returned to one process only. */
export async function forgetSilentWorkers(
  database: Kysely<Tables>,
  engine: Engine,
): Promise<Forgotten[]> {
  const silentSince = sql<number>`${nowOf(engine)} - ${sql.lit(silenceMs)}`;
  const silent = await database
    .selectFrom('processes')
    .select('id')
    .where('role', '=', 'worker')
    .where('beat_at', '<', silentSince)
    .execute();
  const forgotten: Forgotten[] = [];
  for (const { id } of silent) {
    const one = await forgetProcess(database, id, silentSince);
    if (one !== undefined) forgotten.push(one);
  }
  return forgotten;
}

/** On this machine the system knows; undefined of others. A number may have been given out again: silence tells. */
function stillExists({ pid, machine }: ProcessRow): boolean | undefined {
  if (machine === null || machine !== thisMachine) return undefined;
  return pid !== process.pid && existsHere(pid);
}
