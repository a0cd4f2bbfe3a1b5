/** Questions of the tickets that are settled, and what became of them. */
export interface QuestionCounts {
  questions: number;
  asked: number;
  unasked: number;
  /** Asked by chance, though they could have been left out. */
  audited: number;
}

/** How a triage that learns stands: what it left out, and what that may have cost. */
export interface TriageReport extends QuestionCounts {
  /** The promise: of all yes at most this share is lost, 0 to 1. */
  maxMiss: number;
  /** Verdicts with a yes. */
  yes: number;
  /** Yes that were lost: about so many, and with 95 % certainty no more. */
  lostEstimate: number;
  lostAtMost: number;
  isKept: boolean;
  /** Themes whose verdicts stopped agreeing with what was expected, after so many settled tickets. */
  changes: readonly { ticket: number; theme: string }[];
  themes: readonly ThemePromise[];
  /** Stretches of tickets, one after the other; the bound holds for all before the end of each. */
  over: readonly (QuestionCounts & { tickets: number; lostAtMost: number })[];
}

/** The same of one theme. The bound is null where it has too few yes for one. */
export interface ThemePromise extends QuestionCounts {
  id: string;
  yes: number;
  lostAtMost: number | null;
  isKept: boolean | null;
}
