import type { ThemeAgent } from '../../agents/judge.ts';
import { isRight } from '../diagnosis/replay.ts';
import { type RiskThreshold, riskThreshold } from '../evaluation/risk-threshold.ts';
import type { TribunalOptions } from '../tribunal/agents.ts';
import type { Hearing } from '../tribunal/open-hearing.ts';
import { Flow } from '../tribunal/queue/flush-signal.ts';
import { settleAll } from '../tribunal/queue/settle-all.ts';
import { Tribunal } from '../tribunal/tribunal.ts';
import type { DrawnTickets } from './draw-tickets.ts';

export interface WeighedThreshold {
  labelled: number;
  /** Tickets that the rules or the aggregator left to nobody; only they can be promised anything of. */
  decided: number;
  wrong: number;
  /** Where it is not reached: labelled tickets that it would take; nothing where no number will do. */
  found: RiskThreshold;
}

/** Hears the labelled tickets as a run would, and finds how sure a decision has to be. */
export async function weighThreshold(
  { court, window, halt }: Hearing,
  themes: readonly ThemeAgent[],
  labelled: DrawnTickets['labelled'],
  { docket, risk, ...options }: TribunalOptions & { docket: number; risk: number },
): Promise<WeighedThreshold> {
  const flow = new Flow();
  const gauge = court.gauge.withTickets(docket);
  const tribunal = new Tribunal({ ...court, flow, gauge }, themes, window, options);
  let failure: unknown;
  const hearings = labelled.map(({ ticket }) =>
    tribunal.hear(ticket).catch((error: unknown) => {
      failure ??= error;
      halt();
      throw failure;
    }),
  );
  flow.end();
  const heard = await settleAll(hearings);
  const graded = heard.flatMap(({ decision }, index) =>
    decision.status === 'decided'
      ? {
          confidence: decision.confidence ?? 0,
          isRight: isRight(decision.themes, labelled[index]?.themes ?? []),
        }
      : [],
  );
  return {
    labelled: labelled.length,
    decided: graded.length,
    wrong: graded.filter((decision) => !decision.isRight).length,
    found: inTickets(riskThreshold(graded, risk), labelled.length / Math.max(1, graded.length)),
  };
}

/** Not every labelled ticket brings a decision to grade. */
function inTickets(found: RiskThreshold, perDecision: number): RiskThreshold {
  if (found.reached || found.needed === undefined) return found;
  return { ...found, needed: Math.ceil(found.needed * perDecision) };
}
