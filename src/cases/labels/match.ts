import type { Decision } from '../../domain/decision/decision.ts';

/** A ticket to which the theme applies. */
export interface Match {
  ticket: string;
  row: number;
  status: Decision['status'];
  /** 0 to 1. */
  confidence: number;
  /** Verbatim; null where the model can only say yes or no. */
  quote: string | null;
  reason: string;
  text: string;
}

/** What speaks for the theme: its judge's yes, or the aggregator's word where that overruled a no. */
export function evidenceOf(decision: Decision): Omit<Match, 'ticket' | 'row' | 'text'> {
  const { status, confidence, justification } = decision;
  const [outcome] = decision.outcomes;
  return outcome?.kind === 'verdict' && outcome.verdict === 'yes'
    ? {
        status,
        confidence: outcome.confidence,
        quote: outcome.quote,
        reason: outcome.rationale,
      }
    : { status, confidence: confidence ?? 0, quote: null, reason: justification };
}
