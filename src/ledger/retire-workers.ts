import type { Ask, Ledger } from './ledger.ts';
import { silenceMs } from './presence.ts';
import type { Portion, Queue } from './queue.ts';

/** What was taken back from a worker that fell silent. */
export interface Retired {
  host: string;
  pid: number;
  portions: number;
  /** Calls that had left and may have been billed. */
  unknownCalls: number;
}

const silent = `role = 'worker' and beat_at < extract(epoch from clock_timestamp()) * 1000 - ${silenceMs}`;

/**
 * Gives the work of workers that fell silent to the others, all or nothing: what they held is delivered again, calls
 * that had left and are not settled become unknown, those that had not are forgotten.
 */
export async function retireSilentWorkers(ledger: Ledger, queue: Queue): Promise<Retired[]> {
  const { rows } = await ledger.sql(`select id from processes where ${silent}`);
  const retired: Retired[] = [];
  for (const { id } of rows) {
    const one = await ledger.transaction((ask) => retire(ask, queue, String(id)));
    if (one !== undefined) retired.push(one);
  }
  return retired;
}

async function retire(ask: Ask, queue: Queue, id: string): Promise<Retired | undefined> {
  // Whoever deletes the row does the rest; a worker that has shown itself since keeps it.
  const { rows } = await ask(
    `delete from processes where id = $1 and ${silent} returning host, pid`,
    [id],
  );
  const [worker] = rows;
  if (worker === undefined) return undefined;
  const held = await ask('select id, run, first, last from holdings where process = $1', [id]);
  const portions = held.rows as unknown as Portion[];
  const runs = [...new Set(portions.map(({ run }) => run))];
  await ask(`delete from calls where run = any($1) and state = 'intent' and process = $2`, [
    runs,
    id,
  ]);
  const calls = await ask(
    `update calls set state = 'unknown' where run = any($1) and state = 'sent' and process = $2 returning id`,
    [runs, id],
  );
  await ask('delete from claims where process = $1', [id]);
  await queue.giveBackWithin(ask, portions);
  return {
    host: String(worker.host),
    pid: Number(worker.pid),
    portions: portions.length,
    unknownCalls: calls.rows.length,
  };
}
