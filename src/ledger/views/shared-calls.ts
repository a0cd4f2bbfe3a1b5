import type { Kysely } from 'kysely';
import type { CallRow, Tables } from '../schema.ts';

/** Of a docket: a span, or a call. */
type Part = { docket: string; kind?: string } & Partial<CallRow>;

/**
 * What is read of dockets, with the calls that they share: judges that were asked together each show them, and of their
 * tokens and cost each its share.
 */
export async function withShared<Row extends Part>(
  database: Kysely<Tables>,
  dockets: readonly string[],
  read: (dockets: readonly string[]) => Promise<Row[]>,
): Promise<Row[]> {
  const shared = await database
    .selectFrom('dockets')
    .select(['id', 'carrier', 'share'])
    .where('id', 'in', dockets)
    .where('share', '<', 1)
    .execute();
  if (shared.length === 0) return read(dockets);
  const carriers = shared.flatMap(({ carrier }) => carrier ?? []);
  const rows = await read([...new Set([...dockets, ...carriers])]);
  const wanted = new Set(dockets);
  return rows.flatMap((row) => {
    const own = shared.find(({ id }) => id === row.docket);
    const sharers = isFrame(row) ? [] : shared.filter(({ carrier }) => carrier === row.docket);
    return [
      ...(wanted.has(row.docket) ? [own === undefined ? row : partOf(row, own.share)] : []),
      ...sharers.map(({ id, share }) => ({ ...partOf(row, share), docket: id })),
    ];
  });
}

/** A judge's handoff, which is its own. */
function isFrame({ kind }: Part): boolean {
  return kind === 'agent' || kind === 'handoff';
}

/** A call's share; a span is shown whole. */
function partOf<Row extends Part>(row: Row, share: number | null): Row {
  if (row.tokens === undefined || share === null) return row;
  const part = (amount: number | undefined) => Math.round(Number(amount ?? 0) * share);
  return {
    ...row,
    tokens: part(row.tokens),
    tokens_in: part(row.tokens_in),
    tokens_cached: part(row.tokens_cached),
    tokens_out: part(row.tokens_out),
    cost: row.cost === null || row.cost === undefined ? null : row.cost * share,
  };
}
