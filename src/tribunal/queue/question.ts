import type { Unfit } from '../../agent/answer.ts';
import type { Line } from '../../agent/docket.ts';

/** What one agent is asked about one ticket. */
export interface Question {
  address: string;
  row: number;
  line: Line;
  /** Whose question it is, where several judges are asked together. */
  agent?: string | undefined;
  /** Why triage hands the ticket over. */
  reason: string;
  /** The failure of another agent that this question is to make good. */
  repairs?: Failed | undefined;
}

/** Why there is no answer. */
export interface Failed extends Unfit {
  ok: false;
}

/** An answer, or why there is none: never both, and never a guess. */
export type Reply<Answer> = { ok: true; answer: Answer; reused: boolean } | Failed;
