/** What a run over a file came to. */
export interface RunResult {
  run: string;
  /** An interrupted one continues with the same call. */
  status: 'finished' | 'interrupted';
  /** In one line; null where it came to its end, or was stopped by a signal. */
  stoppedBecause: string | null;
  counts: {
    tickets: number;
    decided: number;
    review: number;
    failed: number;
    /** Tickets by theme. */
    themes: Record<string, number>;
    /** Failed tickets by reason. */
    failures: Record<string, number>;
  };
  /** The results that were written. */
  files: { path: string; rows: number }[];
  /** Dollars are null where the price is not known. */
  calls: { calls: number; tokensIn: number; tokensOut: number; cost: number | null };
  seconds: number;
}

/** Rates are 0 to 1; null, never 0, where there is nothing to take them of. */
interface Rates {
  precision: number | null;
  recall: number | null;
  f1: number | null;
}

/** How well a run agrees with labels. */
export interface Evaluation {
  run: string;
  /** The mean of the themes with a labelled yes. */
  macro: Rates;
  /** Over all themes and tickets taken together. */
  micro: Rates;
  /** `support` is the number of tickets that have the theme by their labels. */
  themes: (Rates & { id: string; support: number })[];
  exactMatch: number | null;
  /** The share of labelled tickets with the status decided. */
  completion: number;
  /** Tickets of which run and labels disagree, and the worst of them. */
  wrong: number;
  disagreements: {
    ticket: string;
    gold: readonly string[];
    said: readonly string[];
    text: string;
  }[];
  warnings: string[];
}

/** What went wrong in a run. Agents are `triage`, `judge:<theme>`, `aggregator`, `rules`, `ticket` or `gold`. */
export interface Diagnosis {
  run: string;
  tickets: number;
  labelled: number;
  /** Labelled tickets whose decision is not what their label says. */
  wrong: number;
  findings: {
    ticket: string;
    agent: string;
    mode: string;
    certainty: string;
    detail: string;
    /** It was fixed before the decision. */
    absorbed: boolean;
    /** Ids of the spans that show it. */
    spans: string[];
  }[];
  groups: { agent: string; mode: string; tickets: number; proved: number; examples: string[] }[];
}
