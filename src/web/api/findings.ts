/** How sure a finding is: shown by what was recorded, contradicted by a person's label, or likely. */
export type Certainty = 'proved_by_trace' | 'contradicts_label' | 'suspected';

/** A number with its 95 % interval, 0 to 1. */
export interface Share {
  share: number;
  low: number;
  high: number;
}

/** Findings of one kind about one agent. */
export interface FindingGroup {
  /** What a filter of tickets calls it. */
  key: string;
  /** `triage`, `judge:<theme>`, `aggregator`, `rules`, `ticket`, `gold`, or `unknown`. */
  agent: string;
  mode: string;
  /** What the mode is, in a few words. */
  meaning: string;
  /** Tickets in which it shows, and those of them in which it was made good. */
  tickets: number;
  absorbed: number;
  /** Other tickets that these cost a retry. */
  mates: number;
  certainties: Record<Certainty, number>;
  /** Of the questions that the agent was asked, 0 to 1; null where it is asked none. */
  share: number | null;
  /** The share is of questions about tickets with a label, and not all have one. */
  isOfLabelled: boolean;
  /** Its mistakes have a cause, which says what to do. */
  isExplained: boolean;
  examples: { row: number; ticket: string; detail: string; certainty: Certainty }[];
}

/** What lies behind the mistakes of an agent. */
export interface FoundCause {
  agent: string;
  /** As `diagnose` calls it: `drift`, `position_bias` and so on. */
  cause: string;
  /** What it is, and what to do about it, in a sentence each. */
  detail: string;
  advice: string;
  /** For a terminal. */
  command: string;
}

/** How an agent did over a run. */
export interface AgentScore {
  agent: string;
  answers: number;
  /** Tickets that it was asked about, and gave no answer to. */
  failures: number;
  /** Against the labels; null where there are none. */
  precision: Share | null;
  recall: Share | null;
  /** Of a docket, on average. */
  milliseconds: number | null;
  /** Dollars; null where nobody knows. */
  cost: number | null;
}

export interface FindingsReport {
  tickets: number;
  labelled: number;
  /** Labelled tickets that are decided otherwise. */
  wrong: number;
  groups: FindingGroup[];
  /** The surest first. */
  causes: FoundCause[];
  /** For a terminal: asks judges again about suspicious tickets, and says first what it costs. */
  probe: string;
  scores: AgentScore[];
  /** Two themes of which one is said in the place of the other. */
  confusions: { themes: [taken: string, missed: string]; swapped: number; labelled: number }[];
  /** What triage misses, by a sample of the themes that it left out. */
  audit: {
    asked: number;
    yes: number;
    unrouted: number;
    missed: Share;
    recall: Share;
  } | null;
  /** Milliseconds since 1970. */
  madeAt: number;
}

export interface Findings {
  /** Null as long as nothing was found out yet. */
  report: FindingsReport | null;
  /** A newer report is being made: ask again. */
  isPending: boolean;
}
