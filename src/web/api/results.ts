/** How a theme's question about a ticket came out; `overruled` where the decision is not the judge's verdict. */
export type OutcomeMark = 'yes' | 'no' | 'failed' | 'not_routed' | 'overruled';

/** A decided ticket in a list. */
export interface TicketLine {
  /** Its place in the file, from 1. */
  row: number;
  id: string;
  /** The beginning of its text. */
  text: string;
  status: string;
  /** Ids. */
  themes: string[];
  /** 0 to 1; null where nothing could be judged. */
  confidence: number | null;
  /** 0 calm to 1 very negative; null where nobody read for it. */
  sentiment: number | null;
  /** One for each of the run's themes, in their order. */
  outcomes: OutcomeMark[];
  /** The themes that a person gave it; null where nobody did. */
  gold: string[] | null;
  /** The surest judge's quote for a theme that applies. */
  quote: string | null;
  /** Of the columns of the file that were asked for, in that order. */
  cells?: string[];
}

export interface TicketPage {
  /** Decided tickets that the filter lets through, and all there are. */
  total: number;
  all: number;
  rows: TicketLine[];
}

/** What stands in a column of the file, the most frequent first. */
export interface ValueList {
  values: { value: string; tickets: number }[];
  /** Different values beyond these. */
  others: number;
}

/** The rows before and after a ticket in a list, and its place there from 1; null where there is none. */
export interface Neighbours {
  previous: number | null;
  next: number | null;
  position: number | null;
  total: number;
}

/** Bars of confidence and sentiment, each of 0.05. */
export const binCount = 20;

/** Tickets in bins of 0 to 1, and those without a value. */
export interface Histogram {
  bins: number[];
  missing: number;
}

interface ThemeCount {
  id: string;
  /** Tickets that have it. */
  tickets: number;
  /** Tickets whose judge of it failed. */
  failed: number;
}

/** Tickets over the time that their date column says; null where the file has none. */
export interface TimeChart {
  column: string;
  unit: 'day' | 'week' | 'month';
  /** The first day of each stretch, as in 2026-11-22, without gaps. */
  starts: string[];
  totals: number[];
  /** Tickets with a theme in each stretch, in the themes' order. */
  themes: number[][];
}

/**
 * Counts of the tickets that a filter lets through. Status, confidence, sentiment and time (which
 * comes by itself) are counted without the filter's own part about them, so that another part can be chosen there.
 */
export interface Charts {
  total: number;
  all: number;
  themes: ThemeCount[];
  /** Tickets that were judged, and no theme applies. */
  unthemed: number;
  statuses: { decided: number; review: number; failed: number };
  confidence: Histogram;
  sentiment: Histogram;
  /** Places of themes among the run's: the most frequent ones, at most thirty. */
  paired: number[];
  /** Tickets that have both of two of them, in that order; a theme's own count on the diagonal. */
  pairs: number[][];
}
