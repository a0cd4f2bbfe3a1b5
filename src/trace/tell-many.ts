import { Decision } from '../domain/decision/decision.ts';
import { groupBy } from '../domain/group-by.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { DocketRow } from '../ledger/schema.ts';
import type { readRun } from '../settings/read-run.ts';
import { ticketOf } from '../settings/stored-ticket.ts';

/** The run that tickets are told of. */
export type ToldRun = Awaited<ReturnType<typeof readRun>>;

/** A call to a model or a tool, without what was said. */
type Call = Awaited<ReturnType<Ledger['outlines']['calls']>>[number];

/** A docket that the ticket was in, and what it brought it. */
export interface Part {
  agent: string;
  docket: DocketRow | undefined;
  /** Nothing where it brought no answer. */
  answer: unknown;
  calls: Call[];
}

/** A decided ticket's story as other tools get it: nothing of the other tickets in its dockets. */
export interface Outline {
  ticket: Ticket;
  decision: Decision;
  parts: Part[];
  /** How many of its answers were there already. */
  reused: number;
}

/** The stories of decided tickets, in a handful of queries. */
export async function tellMany(
  ledger: Ledger,
  run: ToldRun,
  rows: readonly number[],
): Promise<Outline[]> {
  const { outlines } = ledger;
  const tickets = (await outlines.tickets(run.id, rows)).map(({ body, ...row }) => ({
    ...row,
    decision: Decision.parse(JSON.parse(body)),
    sources: Object.entries((JSON.parse(body).sources ?? {}) as Record<string, string>),
  }));
  const answers = await ledger.answers(
    tickets.flatMap(({ sources }) => sources.map(([, address]) => address)),
  );
  const faults = await outlines.faults(run.id, rows);
  const asked = await outlines.dockets([...answers.values()].map(({ docket }) => docket));
  const dockets = new Map(asked.map((docket) => [docket.id, docket]));
  const calls = groupBy(
    await outlines.calls([...faults, ...asked].map(({ id }) => id)),
    ({ docket }) => docket,
  );
  return tickets.map(({ decision, sources, reused, ...row }) => ({
    ticket: ticketOf(row, run.parsed),
    decision,
    reused,
    parts: [
      ...faults
        .filter((fault) => fault.row === row.row)
        .map((docket) => ({
          agent: docket.agent,
          docket,
          answer: undefined,
          calls: calls.get(docket.id) ?? [],
        })),
      ...sources.map(([agent, address]) => {
        const answer = answers.get(address);
        const docket = dockets.get(answer?.docket ?? '');
        return {
          agent,
          docket,
          answer: answer === undefined ? undefined : JSON.parse(answer.body),
          calls: calls.get(docket?.id ?? '') ?? [],
        };
      }),
    ],
  }));
}
