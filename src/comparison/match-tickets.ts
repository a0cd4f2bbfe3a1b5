import type { Labels } from '../cases/labels/labels.ts';
import { readStandings, type Standing } from '../cases/read-standings.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Decided } from './explain-change.ts';

/** A ticket as two runs decided it, and the themes that a person gave it. */
export interface MatchedTicket {
  first: Decided;
  second: Decided;
  gold: readonly string[] | undefined;
}

export interface MatchedTickets {
  both: MatchedTicket[];
  /** Tickets that are left out: of one run only, or not decided in one of them. */
  onlyFirst: number;
  onlySecond: number;
  undecided: number;
  /** The same id with other contents. */
  rewritten: number;
}

/** Finds the tickets that two runs decided: the same id, and the same cells or the same to be read. */
export async function matchTickets(
  ledger: Ledger,
  first: string,
  second: string,
  labels: Labels,
): Promise<MatchedTickets> {
  const firsts = new Map<string, Standing>();
  for await (const [name, standing] of named(readStandings(ledger, first, labels)))
    firsts.set(name, standing);
  const matched: MatchedTickets = {
    both: [],
    onlyFirst: 0,
    onlySecond: 0,
    undecided: 0,
    rewritten: 0,
  };
  for await (const [name, other] of named(readStandings(ledger, second, undefined))) {
    const one = firsts.get(name);
    firsts.delete(name);
    if (one === undefined) matched.onlySecond += 1;
    else if (!isSame(one, other)) matched.rewritten += 1;
    else if (one.decision === undefined || other.decision === undefined) matched.undecided += 1;
    else
      matched.both.push({
        first: { ...one, decision: one.decision },
        second: { ...other, decision: other.decision },
        gold: one.gold,
      });
  }
  return { ...matched, onlyFirst: firsts.size };
}

/** An id that stands in a file several times names a ticket together with its place among them. */
async function* named(
  standings: AsyncIterable<Standing>,
): AsyncGenerator<[name: string, standing: Standing]> {
  const seen = new Map<string, number>();
  for await (const standing of standings) {
    const { id } = standing.stored;
    const place = seen.get(id) ?? 0;
    seen.set(id, place + 1);
    yield [`${place} ${id}`, standing];
  }
}

/** Other context columns make another address of the same row. */
function isSame({ stored: one }: Standing, { stored: other }: Standing): boolean {
  return one.address === other.address || one.cells === other.cells;
}
