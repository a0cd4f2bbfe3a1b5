import { Outcome } from '../../domain/decision/outcome.ts';
import { Routing } from '../../domain/decision/routing.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RunSettings } from '../../settings/settings.ts';
import type { Audited, CountedTicket } from './counted-tickets.ts';

/** Tickets that are asked for together. */
const pageSize = 5000;

/** Adds to what a run says of its tickets what its audit found; nothing where it has none. */
export async function joinAudits(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
  tickets: readonly CountedTicket[],
): Promise<readonly CountedTicket[]> {
  const { audit = 0, triage } = run.parsed;
  if (audit === 0 && triage === undefined) return tickets;
  const joined: CountedTicket[] = [];
  for (let at = 0; at < tickets.length; at += pageSize) {
    const page = tickets.slice(at, at + pageSize);
    const rows = page.map(({ row }) => row);
    const found =
      triage === undefined
        ? await readAudits(ledger, run.id, rows, audit)
        : await readRoutings(ledger, run, page);
    for (const ticket of page) joined.push(join(ticket, found.get(ticket.row)));
  }
  return joined;
}

function join(ticket: CountedTicket, audited: Audited | undefined): CountedTicket {
  if (audited === undefined) return ticket;
  // What is said of many tickets stays one set, by which they are counted together.
  if (audited.yes.size === 0) return { ...ticket, audited };
  return { ...ticket, audited, said: new Set([...ticket.said, ...audited.yes.keys()]) };
}

async function readAudits(ledger: Ledger, run: string, rows: readonly number[], chance: number) {
  const whole = await ledger.results.whole(run, rows);
  return new Map(
    whole.map(({ row, decision }): [number, Audited] => {
      const { audits = [] } = JSON.parse(decision) as { audits?: unknown };
      const answered = Outcome.array()
        .parse(audits)
        .filter((outcome) => outcome.kind === 'verdict');
      const yes = answered.filter(({ verdict }) => verdict === 'yes');
      return [
        row,
        { asked: answered.length, yes: new Map(yes.map(({ theme }) => [theme, chance])) },
      ];
    }),
  );
}

/** Of a triage that learns: the questions that it asked though their chance was below 1. */
async function readRoutings(
  ledger: Ledger,
  { id, parsed: { themes } }: { id: string; parsed: RunSettings },
  tickets: readonly CountedTicket[],
) {
  const rows = tickets.map(({ row }) => row);
  const routings = await ledger.routings.of(id, rows);
  return new Map(
    tickets.flatMap(({ row, said }): [number, Audited][] => {
      const body = routings.get(row);
      if (body === undefined) return [];
      const { asked, chances } = Routing.parse(JSON.parse(body));
      const drawn = themes.flatMap((theme, place) => {
        const chance = chances[place] ?? 1;
        return asked[place] && chance < 1 ? [[theme.id, chance] as const] : [];
      });
      const yes = drawn.filter(([theme]) => said.has(theme));
      return [[row, { asked: drawn.length, yes: new Map(yes) }]];
    }),
  );
}
