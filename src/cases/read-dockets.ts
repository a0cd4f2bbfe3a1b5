import type { Decision } from '../domain/decision/decision.ts';
import { groupBy } from '../domain/group-by.ts';
import { standsInTicket } from '../domain/text/quote.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { ShownTickets } from '../trace/shown-tickets.ts';

interface ReadDocket {
  id: string;
  milliseconds: number;
  size: number;
  startedAt: number;
  /** What its calls showed. */
  shown: ShownTickets | undefined;
}

/** Those of the page before are often this page's, too. */
export type ReadDockets = Map<string, ReadDocket>;

export async function readDockets(
  ledger: Ledger,
  wanted: ReadonlySet<string>,
  known: ReadDockets,
): Promise<void> {
  for (const docket of known.keys()) if (!wanted.has(docket)) known.delete(docket);
  const unread = [...wanted].filter((docket) => !known.has(docket));
  const bodies = groupBy(await ledger.cases.callBodies(unread), ({ docket }) => docket);
  for (const { id, milliseconds, size, started_at } of await ledger.cases.dockets(unread)) {
    const calls = bodies.get(id);
    const shown = calls && new ShownTickets(calls);
    known.set(id, { id, milliseconds, size, startedAt: Number(started_at), shown });
  }
}

/** The text of another ticket of the docket in which the quote of a yes stands. */
export function lenderOf(
  { outcomes }: Decision,
  theme: string,
  docket: ShownTickets | undefined,
): string | undefined {
  const outcome = outcomes.find((candidate) => candidate.theme === theme);
  if (outcome?.kind !== 'verdict' || !outcome.quote) return undefined;
  const lender = docket?.shown().find(({ text, context }) => {
    const parts = Object.values(context ?? {}).filter((part) => typeof part === 'string');
    const shown = { text: String(text), context: Object.fromEntries(parts.entries()) };
    return standsInTicket(outcome.quote ?? '', shown);
  });
  return lender === undefined ? undefined : String(lender.text);
}

/** Of dockets that brought no answer: those of judges that were never handed anything. */
export async function lostHandoffs(
  ledger: Ledger,
  dockets: readonly string[],
): Promise<Set<string>> {
  const spans = groupBy(await ledger.cases.spans([...new Set(dockets)]), ({ docket }) => docket);
  return new Set(
    [...spans]
      .filter(([, own]) => own.length > 0)
      .filter(
        ([, own]) => !own.some(({ kind }) => ['handoff', 'generation', 'response'].includes(kind)),
      )
      .map(([docket]) => docket),
  );
}
