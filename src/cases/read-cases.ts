import type { Reading } from '../../agents/triage.ts';
import type { Case } from '../diagnosis/case.ts';
import type { Ruling } from '../domain/decision/decide.ts';
import { Decision } from '../domain/decision/decision.ts';
import { FailureCause, Outcome } from '../domain/decision/outcome.ts';
import { groupBy } from '../domain/group-by.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { DecidedFilter } from '../ledger/views/case-rows.ts';
import type { DecidedRow } from '../ledger/views/decided-tickets.ts';
import type { RunSettings } from '../settings/settings.ts';
import { ticketOf } from '../settings/stored-ticket.ts';
import { choiceOf } from '../tribunal/routing-choice.ts';
import { lenderOf, lostHandoffs, type ReadDockets, readDockets } from './read-dockets.ts';

/** Tickets whose answers are read together: of more at once much lives long enough to be cleared away late. */
const pageSize = 60;

/** The themes that a person gave a ticket; nothing where nobody did. */
export type GoldOf = (ticket: Pick<Ticket, 'id' | 'row'>) => readonly string[] | undefined;

export interface CaseQuery extends DecidedFilter {
  /** Rows after this one, or before it and then backwards. All where left out. */
  from?: { after: number } | { before: number };
  /** Asked before the rest of a case is read. */
  isWanted?: (ticket: Ticket) => boolean;
  /** Labels of a file; those in the ledger where left out. */
  goldOf?: GoldOf | undefined;
}

/** The decided tickets of a run with all that is known of them, in the order of their rows. */
export async function* readCases(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
  query: CaseQuery = {},
): AsyncGenerator<Case> {
  let from = query.from ?? { after: 0 };
  const firsts = new Map<string, { id: string; row: number; gold: Case['gold'] }>();
  const dockets: ReadDockets = new Map();
  for (;;) {
    const page = await ledger.cases.decided(run.id, query, from, pageSize);
    const wanted = page
      .map((row) => ({ row, ticket: ticketOf(row, run.parsed) }))
      .filter(({ ticket }) => query.isWanted?.(ticket) ?? true);
    for (const known of await readPage(ledger, run, wanted, query.goldOf, dockets))
      yield withTwin(known.known, known.address, firsts);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    from = 'after' in from ? { after: last.row } : { before: last.row };
  }
}

/** One decided ticket; nothing where that row is not decided. Tickets that read the same are not looked for. */
export async function readCase(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
  row: number,
  goldOf?: GoldOf,
): Promise<Case | undefined> {
  const page = await ledger.cases.decided(run.id, {}, { after: row - 1 }, 1);
  const wanted = page
    .filter((found) => found.row === row)
    .map((found) => ({ row: found, ticket: ticketOf(found, run.parsed) }));
  const [found] = await readPage(ledger, run, wanted, goldOf, new Map());
  return found?.known;
}

/** Names the first ticket that reads the same, among those that were read before. */
function withTwin(
  known: Case,
  address: string,
  firsts: Map<string, { id: string; row: number; gold: Case['gold'] }>,
): Case {
  const { ticket, gold } = known;
  if (ticket.defect !== undefined) return known;
  const first = firsts.get(address);
  if (first === undefined) {
    firsts.set(address, { id: ticket.id, row: ticket.row, gold });
    return known;
  }
  const isDisputed =
    gold !== undefined &&
    first.gold !== undefined &&
    [...gold].sort().join('|') !== [...first.gold].sort().join('|');
  return { ...known, twin: first, twinGold: isDisputed ? first.gold : undefined };
}

async function readPage(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
  page: { row: DecidedRow; ticket: Ticket }[],
  goldOf: GoldOf | undefined,
  dockets: ReadDockets,
): Promise<{ known: Case; address: string }[]> {
  const decided = page.map(({ row, ticket }) => {
    const body = JSON.parse(row.decision);
    const sources = (body.sources ?? {}) as Record<string, string>;
    const audits = Outcome.array().parse(body.audits ?? []);
    return { row, ticket, decision: Decision.parse(body), sources, audits };
  });
  const addresses = new Set(decided.flatMap(({ sources }) => Object.values(sources)));
  const told = decided.flatMap(({ sources }) => [sources.triage ?? [], sources.aggregator ?? []]);
  const answers = new Map(
    (await ledger.cases.answers([...new Set(told.flat())])).map((one) => [one.address, one]),
  );
  const docketOf = await ledger.cases.sources([...addresses]);
  const faults = groupBy(
    await ledger.cases.faults(
      run.id,
      page.map(({ row }) => row.row),
    ),
    ({ row }) => row,
  );
  const routings = await ledger.routings.of(
    run.id,
    page.map(({ row }) => row.row),
  );
  const lost = await lostHandoffs(
    ledger,
    [...faults.values()].flat().map(({ id }) => id),
  );
  await readDockets(ledger, new Set(docketOf.values()), dockets);
  const stored =
    goldOf === undefined
      ? await ledger.labels.themesOf(page.map(({ row }) => row.address))
      : new Map<string, string>();
  const themes = run.parsed.themes;
  return decided.map(({ row, ticket, decision, sources, audits }) => {
    const answerOf = (agent: string) => answers.get(sources[agent] ?? '');
    const found = Object.entries(sources).flatMap(([agent, address]) => {
      const docket = dockets.get(docketOf.get(address) ?? '');
      return docket === undefined ? [] : [{ agent, docket }];
    });
    const label = stored.get(row.address)?.split('|');
    const gold = goldOf === undefined ? label?.filter((theme) => theme !== '') : goldOf(ticket);
    const choice = choiceOf(routings.get(row.row), themes);
    const known: Case = {
      ticket,
      decision,
      themes,
      reading: choice ?? parse<Reading>(answerOf('triage')),
      ruling: parse<Ruling>(answerOf('aggregator')),
      rules: run.parsed.rules,
      aggregatorFailure: decision.rules.find(({ rule }) => rule === 'aggregator_failed')?.detail,
      dockets: new Map(
        found.map(({ agent, docket: { shown, ...docket } }) => [
          agent,
          { ...docket, place: shown?.placeOf(ticket) },
        ]),
      ),
      faults: (faults.get(row.row) ?? []).map(({ id, agent, cause, detail, milliseconds }) => ({
        id,
        agent,
        detail: detail ?? '',
        milliseconds,
        cause: FailureCause.catch('bad_request').parse(cause),
        isHandoffLost: lost.has(id),
      })),
      cutFor: new Map(
        found
          .filter(({ docket }) => docket.shown?.isWhole(ticket) === false)
          .map(({ agent, docket }) => [agent, docket.id]),
      ),
      audits,
      borrowed: new Map(
        decision.conflicts
          .filter(({ kind }) => kind === 'quote_not_in_ticket')
          .flatMap(({ themes: [theme = ''] }) => {
            const own = found.find(({ agent }) => agent === `judge:${theme}`);
            const mate = lenderOf(decision, theme, own?.docket.shown);
            return mate === undefined ? [] : [[theme, mate] as const];
          }),
      ),
      twin: undefined,
      gold,
      twinGold: undefined,
    };
    return { known, address: row.address };
  });
}

function parse<Answer>(answer: { body: string } | undefined): Answer | undefined {
  return answer === undefined ? undefined : (JSON.parse(answer.body) as Answer);
}
