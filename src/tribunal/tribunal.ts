import type { ThemeAgent } from '../../agents/judge.ts';
import { hearTicket } from '../../workflows/hear-ticket.ts';
import { failedDecision } from '../domain/decision/decide.ts';
import { Decision } from '../domain/decision/decision.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { ModelWindow } from '../model/window.ts';
import { Agents, type TribunalOptions } from './agents.ts';
import type { Judged } from './judges.ts';
import type { Court } from './queue/run-context.ts';
import type { TicketFlow } from './swarm.ts';
import { TicketSwarm, Unanswered } from './ticket-swarm.ts';

/** A decision, and what it rests on: the answers of all agents. */
export interface Heard extends Omit<Judged, 'outcomes'> {
  decision: Decision;
}

/** Brings the tickets of a run to their decisions. */
export class Tribunal {
  readonly #agents: Agents;

  constructor(
    court: Court,
    themes: readonly ThemeAgent[],
    window: ModelWindow,
    options: TribunalOptions,
  ) {
    this.#agents = new Agents(court, themes, window, options);
  }

  /** Hears one ticket to its decision. Rejects only where the whole run has to stop. */
  async hear(ticket: Ticket, flow: TicketFlow = hearTicket): Promise<Heard> {
    if (ticket.defect !== undefined)
      return {
        sources: {},
        reused: 0,
        audits: [],
        decision: failedDecision('not_judged', ticket.defect),
      };
    const swarm = new TicketSwarm(this.#agents);
    try {
      const decided = await flow(ticket, swarm);
      const decision = flow === hearTicket ? decided : checked(decided, ticket);
      return { decision, ...swarm.evidence };
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      return { ...swarm.evidence, decision: failedDecision('triage_failed', error.message) };
    } finally {
      swarm.end();
    }
  }
}

/** What a flow of somebody's returns goes into the ledger. @throws TypeError for what is no decision */
function checked(decided: unknown, { id }: Ticket): Decision {
  const { data, error } = Decision.safeParse(decided);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  const place = issue?.path.join('.') ?? '';
  throw new TypeError(
    `the flow of ticket ${id} returned no decision${place === '' ? '' : `: ${place}: ${issue?.message}`}; end it with swarm.decide(ticket, …)`,
  );
}
