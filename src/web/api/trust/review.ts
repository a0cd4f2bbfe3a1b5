import { z } from 'zod';
import type { LabelAgreement } from '../../../evaluation/counts/people-labels.ts';
import { Name, Words } from '../words.ts';

export const GoldRequest = z.object({
  themes: z.array(z.string().min(1).max(100)).max(1000),
  author: z.string().trim().min(1, 'say who you are').pipe(Name(100)),
  reason: Words(2000, 0).default(''),
});
export type GoldRequest = z.output<typeof GoldRequest>;

/** The same label for several tickets of a run. */
export const ManyLabels = GoldRequest.extend({
  rows: z.array(z.int().min(1).max(100_000_000)).min(1).max(500),
});

/** How many tickets are to be drawn by chance, about. */
export const DrawRequest = z.object({ labels: z.int().min(10).max(2000) });

/** A person's labels as a file: an id column and a column of themes. */
export const LabelFile = GoldRequest.pick({ author: true }).extend({
  name: Name(200),
  content: z.string().min(1).max(900_000),
});
export type LabelFile = z.output<typeof LabelFile>;

/** What became of the labels of a file. */
export interface TakenLabels {
  kept: number;
  /** Ids that are no ticket of the run. */
  elsewhere: number;
  /** Tickets that another person labelled, whose label stands. */
  others: number;
}

export const ReviewQuery = z.object({
  /** Those that were drawn to be counted by, or the doubtful ones; the sample where there is one. */
  of: z.enum(['sample', 'doubtful']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  offset: z.coerce.number().int().min(0).max(5000).default(0),
  /** Labels given since then are counted; milliseconds since 1970. */
  since: z.coerce.number().min(0).default(0),
});
export type ReviewQuery = z.output<typeof ReviewQuery>;

/** Why a person should look. */
export type ReviewReason =
  | 'failed'
  | 'judge_failed'
  | 'review'
  | 'unsure'
  | 'no_theme'
  | 'conflict'
  | 'votes_differ'
  | 'rare_theme';

/** A ticket that a person should look at. */
export interface ReviewItem {
  row: number;
  id: string;
  status: string;
  themes: string[];
  confidence: number | null;
  /** The text's beginning. */
  excerpt: string;
  /** 0 and up: how unsure the decision is, times the tickets that a label would settle. */
  score: number;
  /** Tickets of the queue that read the same, this one among them: one label holds for all. */
  alike: number;
  reasons: ReviewReason[];
}

export interface ReviewQueue {
  of: 'sample' | 'doubtful';
  /** Tickets of the run that were drawn by chance to be labelled. */
  drawn: number;
  /** Of people who labelled the same tickets; null where nobody did. */
  agreement: LabelAgreement | null;
  /** The most useful first, a sample's in the file's order; of tickets that read the same, only the first. */
  items: ReviewItem[];
  /** How many there are in the queue, and whether there may be more behind them. */
  total: number;
  hasMore: boolean;
  /** Tickets that need a person; about, where `hasMore`. */
  left: number;
  /** Tickets labelled in this run since the time that was asked for. */
  done: number;
}
