import type { Kysely } from 'kysely';
import { asWritten } from '../health/checksums.ts';
import type { Engine } from '../ledger-place.ts';
import type { AnswerRow, Tables } from '../schema.ts';
import { among, inParts } from './in-parts.ts';

/** An answer, and the run that paid for it. */
export type StoredAnswer = AnswerRow & { run: string | null };

/** The stored answers by their addresses, of those asked for, or only those that one run paid for. */
export async function findAnswers(
  database: Kysely<Tables>,
  engine: Engine,
  addresses: readonly string[],
  run?: string,
): Promise<Map<string, StoredAnswer>> {
  const found = await inParts(addresses, (part) => {
    const query = database
      .selectFrom('answers')
      .leftJoin('dockets', 'dockets.id', 'answers.docket')
      .selectAll('answers')
      .select('dockets.run')
      .where('address', 'in', among(engine, part));
    return (run === undefined ? query : query.where('dockets.run', '=', run)).execute();
  });
  return new Map(asWritten('answers', found).map((answer) => [answer.address, answer]));
}
