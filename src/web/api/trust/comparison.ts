/** A run as one side of a comparison. */
export interface ComparedRun {
  run: string;
  workflow: string;
  file: string;
  model: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Null while it goes on, and where it was interrupted. */
  seconds: number | null;
  /** Calls to a server, retries included, and their tokens. */
  calls: number;
  tokensIn: number;
  tokensOut: number;
  /** Dollars; null where some call's cost is not known. */
  cost: number | null;
  tickets: number;
  review: number;
  failed: number;
  themes: { id: string; name: string }[];
}

type Said = 'yes' | 'no' | 'failed';

export interface ChangedTicket {
  ticket: string;
  /** In the first run, and in the second. */
  row: number;
  otherRow: number;
  changes: { theme: string; first: Said; second: Said; reasons: string[] }[];
  /** Whether the labels say that it became right, or wrong; null without labels, or where neither. */
  change: 'better' | 'worse' | null;
}

/** Both runs' number, and the second's less the first's with its 95 % interval; null where there is none. */
export interface Contrast {
  first: number | null;
  second: number | null;
  difference: number | null;
  interval: { low: number; high: number } | null;
}

export interface ThemeAgreement {
  id: string;
  /** Null where both runs always say the same one thing. */
  kappa: number | null;
  /** The share of tickets on which they agree, 0 to 1. */
  agreement: number | null;
  bothYes: number;
  bothNo: number;
  onlyFirst: number;
  onlySecond: number;
  failed: number;
}

export interface ComparisonReport {
  differences: {
    settings: { setting: string; first: unknown; second: unknown }[];
    /** Themes that both have in other words, and those that only one of them has. */
    edited: string[];
    onlyFirst: string[];
    onlySecond: string[];
  };
  tickets: {
    common: number;
    onlyFirst: number;
    onlySecond: number;
    undecided: number;
    rewritten: number;
  };
  themes: ThemeAgreement[];
  changed: number;
  /** Changed tickets by reason. */
  reasons: Record<string, number>;
  /** The first of them. */
  changes: ChangedTicket[];
  /** Null where nobody labelled a ticket that both decided. */
  gold: {
    labelled: number;
    macroF1: Contrast;
    microF1: Contrast;
    exactMatch: Contrast;
    mcnemar: { better: number; worse: number; p: number };
    better: 'first' | 'second' | null;
  } | null;
  warnings: string[];
}

export interface Comparison {
  first: ComparedRun;
  second: ComparedRun;
  /** Null as long as it is being made: ask again. */
  report: ComparisonReport | null;
  isPending: boolean;
}
