import type { ThemeAgent } from '../../agents/judge.ts';
import { isRight } from '../diagnosis/replay.ts';
import type { Decision } from '../domain/decision/decision.ts';
import { type RiskThreshold, riskThreshold } from '../evaluation/risk-threshold.ts';
import type { TribunalOptions } from '../tribunal/agents.ts';
import type { Hearing } from '../tribunal/open-hearing.ts';
import { Flow } from '../tribunal/queue/flush-signal.ts';
import { settleAll } from '../tribunal/queue/settle-all.ts';
import { Tribunal } from '../tribunal/tribunal.ts';
import type { DrawnTickets } from './draw-tickets.ts';
import { findThemeThresholds, type ThemeThreshold } from './theme-thresholds.ts';

export interface WeighedThreshold {
  labelled: number;
  /** Tickets that the rules or the aggregator left to nobody; only they can be promised anything of. */
  decided: number;
  wrong: number;
  /** Where it is not reached: labelled tickets that it would take; nothing where no number will do. */
  found: RiskThreshold;
}

interface Judged {
  decision: Decision;
  /** The labels. */
  themes: readonly string[];
}

/** Finds how sure a decision has to be: the labelled tickets are judged as a run would judge them. */
export async function weighThreshold(
  hearing: Hearing,
  themes: readonly ThemeAgent[],
  labelled: DrawnTickets['labelled'],
  { risk, ...options }: JudgeOptions & { risk: number },
): Promise<WeighedThreshold> {
  const judged = await judgeLabelled(hearing, themes, labelled, options);
  const graded = judged.flatMap(({ decision, themes }) =>
    decision.status === 'decided'
      ? [{ confidence: decision.confidence ?? 0, isRight: isRight(decision.themes, themes) }]
      : [],
  );
  return {
    labelled: labelled.length,
    decided: graded.length,
    wrong: graded.filter((decision) => !decision.isRight).length,
    found: inTickets(riskThreshold(graded, risk), labelled.length / Math.max(1, graded.length)),
  };
}

/** Finds how sure the yes of each theme has to be: the first half of the tickets chooses, the second checks. */
export async function weighThemes(
  hearing: Hearing,
  themes: readonly ThemeAgent[],
  labelled: DrawnTickets['labelled'],
  options: JudgeOptions,
): Promise<ThemeThreshold[]> {
  const judged = await judgeLabelled(hearing, themes, labelled, options);
  const graded = judged.map(({ decision: { outcomes }, themes }) =>
    outcomes.flatMap((outcome) =>
      outcome.kind === 'verdict' && outcome.verdict === 'yes'
        ? [{ ...outcome, isRight: themes.includes(outcome.theme) }]
        : [],
    ),
  );
  const half = Math.ceil(graded.length / 2);
  return findThemeThresholds(graded.slice(0, half).flat(), graded.slice(half).flat());
}

type JudgeOptions = TribunalOptions & { docket: number };

async function judgeLabelled(
  { court, window, halt }: Hearing,
  themes: readonly ThemeAgent[],
  labelled: DrawnTickets['labelled'],
  { docket, ...options }: JudgeOptions,
): Promise<Judged[]> {
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
  return heard.map(({ decision }, index) => ({ decision, themes: labelled[index]?.themes ?? [] }));
}

/** Not every labelled ticket brings a decision to grade. */
function inTickets(found: RiskThreshold, perDecision: number): RiskThreshold {
  if (found.reached || found.needed === undefined) return found;
  return { ...found, needed: Math.ceil(found.needed * perDecision) };
}
