import { z } from 'zod';
import { Outcome } from './outcome.ts';

/** Why outcomes can't all stand. */
const ConflictKind = z.enum([
  'quote_not_in_ticket',
  'low_confidence',
  'excluding_themes',
  'judge_failed',
  'no_theme',
]);

export const Conflict = z.object({
  kind: ConflictKind,
  /** Ids of the themes concerned. */
  themes: z.array(z.string()),
  detail: z.string(),
});
export type Conflict = z.infer<typeof Conflict>;

/** A rule of code that shaped a decision, in the order of application. */
export const RuleApplied = z.object({ rule: z.string(), detail: z.string() });
export type RuleApplied = z.infer<typeof RuleApplied>;

const DecisionStatus = z.enum(['decided', 'review', 'failed']);

/** What the tribunal says of one ticket. */
export const Decision = z.object({
  status: DecisionStatus,
  /** Ids of the themes that apply. */
  themes: z.array(z.string()),
  /** 0 to 1; null where nothing could be judged. */
  confidence: z.number().min(0).max(1).nullable(),
  /** 0 calm to 1 very negative; null where nobody read the ticket for it. */
  sentiment: z.number().min(0).max(1).nullable(),
  justification: z.string(),
  /** One for every theme of the run, in the themes' order; none where no judge could be asked. */
  outcomes: z.array(Outcome),
  conflicts: z.array(Conflict),
  rules: z.array(RuleApplied),
});
export type Decision = z.infer<typeof Decision>;

/** Ids of the themes whose judges failed. */
export function failedThemes({ outcomes }: Pick<Decision, 'outcomes'>): string[] {
  return outcomes.flatMap(({ kind, theme }) => (kind === 'failed' ? [theme] : []));
}
