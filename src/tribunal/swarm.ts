import type { ThemeAgent } from '../../agents/judge.ts';
import type { Ruling } from '../domain/decision/decide.ts';
import type { Conflict, Decision } from '../domain/decision/decision.ts';
import type { Outcome } from '../domain/decision/outcome.ts';
import type { Ticket } from '../domain/ticket.ts';

/** A ticket's way through the agents to its decision: `workflows/hear-ticket.ts` is the usual one. */
export type TicketFlow = (ticket: Ticket, swarm: Swarm) => Promise<Decision>;

/** What triage makes of a ticket. */
export interface Triaged {
  /** Why the judge of a theme is to be asked, by the theme's id. */
  routes: Map<string, string>;
  /** 0 calm to 1 very negative; null where nobody read the ticket for it. */
  sentiment: number | null;
}

/** Whom to ask. */
export interface Asked {
  /** Another model than the run's, by its name on the run's server. */
  model?: string | undefined;
}

/**
 * The agents of a run, as one ticket meets them. Each waits until a call is full, with the tickets beside it; what was
 * paid for is found again. A ticket may be handed to them changed, as in another language.
 */
export interface Swarm {
  readonly themes: readonly ThemeAgent[];

  /** The language of a ticket that the run's model does not read. */
  unread(ticket: Ticket): Promise<string | undefined>;

  /** The decision that leaves a ticket to a person, as the model that would be asked can't read it. */
  leave(ticket: Ticket, language: string): Decision;

  /** Reads the ticket. Without a usable answer every judge is to be asked: triage may cost calls, never a theme. */
  triage(ticket: Ticket): Promise<Triaged>;

  /** Hands the ticket over to judges, all at once. Returns one outcome a theme; it says so where a judge was not asked. */
  handOff(ticket: Ticket, routes: ReadonlyMap<string, string>, asked?: Asked): Promise<Outcome[]>;

  /** What rules leave open, and whether that is nothing for the aggregator. */
  reconcile(
    ticket: Ticket,
    outcomes: readonly Outcome[],
  ): { conflicts: Conflict[]; isSettled: boolean };

  /** Asks the aggregator. Nothing comes back where it gave no usable answer: the decision then says so. */
  aggregator(
    ticket: Ticket,
    outcomes: readonly Outcome[],
    conflicts: readonly Conflict[],
    asked?: Asked,
  ): Promise<Ruling | undefined>;

  /** The decision that follows, without a further question. */
  decide(
    ticket: Ticket,
    given: { outcomes: Outcome[]; sentiment?: number | null; ruling?: Ruling | undefined },
  ): Decision;
}
