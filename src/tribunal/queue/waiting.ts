import { lineText } from '../../agent/docket.ts';
import type { Attempts } from '../dockets/retry-rule.ts';
import type { Failed, Question, Reply } from './question.ts';

/** A question between being asked and being answered. */
export interface Waiting<Answer> extends Attempts {
  resolve: (reply: Reply<Answer>) => void;
  reject: (error: unknown) => void;
  /** Why it is asked again, or has no answer; nothing as long as asking it is no repair. */
  repairs: Failed | undefined;
  /** The part of a planned call that its answer is worth: 1 by the size of its first docket. */
  worth: number;
  /** Of its ticket; questions about one ticket share it in a call. */
  text: string;
  /** How often claims had been lost when it was looked up. */
  timesLost: number;
}

/** Asked for the first time. */
export function waitingFor<Answer>(
  question: Question,
  settle: Pick<Waiting<Answer>, 'resolve' | 'reject' | 'timesLost'>,
): Waiting<Answer> {
  const { line, repairs } = question;
  return { ...settle, question, text: lineText(line), repairs, failures: 0, alone: 0, worth: 0 };
}

export function isRepair({ repairs }: Pick<Waiting<unknown>, 'repairs'>): boolean {
  return repairs !== undefined;
}

/** The same answer for a ticket that reads the same: paid for once. */
export function asReused<Answer>(reply: Reply<Answer>): Reply<Answer> {
  return reply.ok ? { ...reply, reused: true } : reply;
}

/** Whether a docket may have been too large for the model, and none of its tickets to blame. */
export function areTooMuch(replies: readonly Reply<unknown>[]): boolean {
  const ofSize = ['context_overflow', 'bad_request'];
  return replies.every((reply) => !reply.ok && ofSize.includes(reply.cause));
}
