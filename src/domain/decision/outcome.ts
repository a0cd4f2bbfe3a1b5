import { z } from 'zod';

/** Why an agent gave no answer. Each cause is counted under its own name. */
export const FailureCause = z.enum([
  'timeout',
  'rate_limit',
  'server_busy',
  'server_error',
  'connection',
  'unauthorized',
  'quota_exhausted',
  'unknown_model',
  'not_found',
  'bad_request',
  'not_json',
  'unreadable_answer',
  'empty_answer',
  'truncated_answer',
  'context_overflow',
  'too_long',
  'content_filter',
  'moderation',
  'refusal',
  'text_instead_of_tool',
  'bad_arguments',
  'wrong_ids',
  'contradictory_answers',
  'unknown_theme',
  'server_down',
  'budget_spent',
  'unusable_answers',
  'interrupted',
]);
export type FailureCause = z.infer<typeof FailureCause>;

/** The model answered, and asks to be paid, and the answer is of no use. */
export const answeredInVain: ReadonlySet<string> = new Set<FailureCause>([
  'text_instead_of_tool',
  'bad_arguments',
  'wrong_ids',
  'contradictory_answers',
  'unknown_theme',
  'truncated_answer',
  'empty_answer',
  'unreadable_answer',
  'refusal',
]);

/** A judge's answer for one ticket and one theme. */
export const Verdict = z.object({
  verdict: z.enum(['yes', 'no']),
  /** 0 to 1: how sure the judge is of its own answer. */
  confidence: z.number().min(0).max(1),
  /** Words copied from the ticket; null where the model can only say yes or no. */
  quote: z.string().nullable(),
  rationale: z.string(),
});
export type Verdict = z.infer<typeof Verdict>;

const Votes = z.object({
  yes: z.int().min(0),
  no: z.int().min(0),
  failed: z.int().min(0),
});
export type Votes = z.infer<typeof Votes>;

/** What became of one theme's question about one ticket. A failure is never a no. */
export const Outcome = z.discriminatedUnion('kind', [
  Verdict.extend({
    kind: z.literal('verdict'),
    theme: z.string(),
    /** Where the question was asked more than once: what each answer said. */
    votes: Votes.optional(),
  }),
  z.object({
    kind: z.literal('failed'),
    theme: z.string(),
    cause: FailureCause,
    detail: z.string(),
  }),
  z.object({ kind: z.literal('not_routed'), theme: z.string() }),
]);
export type Outcome = z.infer<typeof Outcome>;
export type VerdictOutcome = Extract<Outcome, { kind: 'verdict' }>;
