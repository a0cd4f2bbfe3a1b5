import type { ThemeAgent } from '../../agents/judge.ts';
import { hearTicket } from '../../workflows/hear-ticket.ts';
import { failedDecision } from '../domain/decide.ts';
import type { Decision } from '../domain/decision.ts';
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
        ...{ sources: {}, reused: 0, audits: [] },
        decision: failedDecision('not_judged', ticket.defect),
      };
    const swarm = new TicketSwarm(this.#agents);
    try {
      const decision = await flow(ticket, swarm);
      return { decision, ...swarm.evidence };
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      return { ...swarm.evidence, decision: failedDecision('triage_failed', error.message) };
    } finally {
      swarm.end();
    }
  }
}
