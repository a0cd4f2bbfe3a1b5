import { shortenContext } from '../../agent/docket.ts';
import type { FailureCause } from '../../domain/decision/outcome.ts';
import type { Question } from '../queue/question.ts';

/** The model stumbled: another docket, or a smaller one, may do better. */
const mendedByAskingAgain: ReadonlySet<FailureCause> = new Set([
  'text_instead_of_tool',
  'bad_arguments',
  'wrong_ids',
  'contradictory_answers',
  'unknown_theme',
  'truncated_answer',
  'unreadable_answer',
]);
/** The docket itself, or one ticket in it, may be too much. */
const mendedBySplitting: ReadonlySet<FailureCause> = new Set([
  ...(['context_overflow', 'content_filter', 'moderation', 'bad_request', 'refusal'] as const),
  ...(['empty_answer', 'timeout', 'server_error'] as const),
]);
/** Of several judges that were answered before: halves of their docket are two calls. */
const maySoonPass: ReadonlySet<FailureCause> = new Set([
  ...(['empty_answer', 'timeout', 'server_error'] as const),
]);
/** Said of one ticket alone, it will be said again. */
const isFinalAlone: ReadonlySet<FailureCause> = new Set([
  ...(['content_filter', 'moderation', 'bad_request', 'server_error'] as const),
]);

export function isStumble(cause: FailureCause): boolean {
  return mendedByAskingAgain.has(cause);
}

/** How often a ticket joins another docket after a stumble. */
const mostJoins = 2;

/** A question on its way to an answer. */
export interface Attempts {
  question: Question;
  /** Dockets that brought it no answer, and those of them in which it was alone. */
  failures: number;
  alone: number;
}

/** A docket that brought a question no answer. */
interface Failure {
  cause: FailureCause;
  /** Its tickets. */
  asked: number;
  /** The model has answered about several tickets at once before. */
  answersTogether: boolean;
  /** Several judges are asked together, and have answered so. */
  answersStacked?: boolean | undefined;
}

/**
 * What to do about a question that a docket brought no answer. It may join two more dockets; then it
 * travels in ever smaller ones, and alone twice: a fault in passing must not cost it its answer, nor
 * one ticket all the others theirs. A model that never answered about
 * several tickets is shown fewer at once. A ticket that is too long alone is shortened.
 */
export function nextStep(
  attempts: Attempts,
  { cause, asked, answersTogether, answersStacked = false }: Failure,
): 'give up' | 'join the next docket' | 'ask in a smaller docket' {
  attempts.failures += 1;
  // Where triage makes a theme up again all judges are asked, who know better.
  if (cause === 'unknown_theme' && attempts.failures > 1) return 'give up';
  if (!isStumble(cause) && !mendedBySplitting.has(cause)) return 'give up';
  if (asked === 1 && isFinalAlone.has(cause)) return 'give up';
  if (asked === 1 && cause === 'context_overflow') {
    const line = shortenContext(attempts.question.line);
    if (line === undefined) return 'give up';
    attempts.question = { ...attempts.question, line };
  } else if (asked === 1) {
    attempts.alone += 1;
    if (attempts.alone === 2) return 'give up';
  }
  const mayPass =
    (isStumble(cause) && answersTogether) ||
    (maySoonPass.has(cause) && answersStacked && asked > 1);
  return mayPass && attempts.failures <= mostJoins
    ? 'join the next docket'
    : 'ask in a smaller docket';
}
