import { z } from 'zod';
import type { Ruling } from '../../domain/decision/decide.ts';
import type { Decision } from '../../domain/decision/decision.ts';
import type { Place } from '../../domain/text/locate-quote.ts';

/** Where a judge's quote stands in a text of the ticket. */
export interface QuoteMark extends Place {
  theme: string;
  verdict: 'yes' | 'no';
}

/** One of the texts that judges read. */
export interface TicketText {
  /** The column it comes from. */
  name: string;
  text: string;
  marks: QuoteMark[];
}

/** What is read on a ticket's page and in its review alike. */
export interface TicketReading {
  row: number;
  id: string;
  /** What is judged first, then its context. */
  texts: TicketText[];
  /** Null where the run ended before the ticket was decided. */
  decision: Decision | null;
}

interface StoryFinding {
  agent: string;
  mode: string;
  /** What the mode is, in a few words. */
  about: string;
  certainty: string;
  themes: string[];
  detail: string;
  /** It was fixed before the decision. */
  absorbed: boolean;
}

/** An agent's run over some tickets of which this is one. Times are milliseconds since 1970. */
export interface StoryDocket {
  id: string;
  agent: string;
  size: number;
  start: number;
  milliseconds: number;
  /** The run that paid for the answer, where that is another one. */
  reusedFrom: string | null;
  /** Why it brought the ticket no answer; null where it brought one. */
  fault: { cause: string; detail: string } | null;
  tokensIn: number;
  tokensCached: number;
  tokensOut: number;
  /** Dollars of the whole docket; null where nobody knows. */
  cost: number | null;
}

export interface StorySpan {
  id: string;
  docket: string;
  /** Null below the docket itself. */
  parent: string | null;
  kind: string;
  name: string;
  start: number;
  milliseconds: number;
  error: string | null;
  hasBody: boolean;
}

/** One request to a server. */
interface StoryCall {
  id: string;
  docket: string;
  state: string;
  sentAt: number;
  settledAt: number | null;
  cause: string | null;
  tokensIn: number;
  tokensCached: number;
  tokensOut: number;
  cost: number | null;
}

export interface GoldLabel {
  themes: string[];
  author: string;
  /** Names it where it is undone. */
  at: number;
  reason: string;
}

interface StoryReplay {
  kind: 'replay' | 'rejudge';
  at: number;
  /** What was tried and what came of it, in one line. */
  about: string;
}

/** All that is known of one ticket in one run. */
export interface TicketStory extends TicketReading {
  run: string;
  /** All columns of its row. */
  cells: { name: string; text: string }[];
  defect: string | null;
  /** What triage chose; null where it wasn't asked or failed. */
  triage: {
    /** Null where nobody read the ticket for it. */
    sentiment: number | null;
    routes: { theme: string; reason: string }[];
    /** Why others were not asked, where that is known. */
    leftOut: { theme: string; reason: string }[];
  } | null;
  ruling: Ruling | null;
  /** The likeliest cause first. */
  findings: StoryFinding[];
  dockets: StoryDocket[];
  spans: StorySpan[];
  calls: StoryCall[];
  /** The newest first, which is the one that stands. */
  gold: GoldLabel[];
  replays: StoryReplay[];
}

const ThemeId = z.string().min(1).max(100);

export const ReplayRequest = z.object({
  flips: z.record(ThemeId, z.enum(['yes', 'no', 'failed', 'not_routed'])).default({}),
  /** As if the aggregator had not been asked. */
  withoutRuling: z.boolean().default(false),
  /** Keeps what was tried with the ticket. */
  record: z.boolean().default(false),
});
export type ReplayRequest = z.output<typeof ReplayRequest>;

export interface ReplayAnswer {
  before: Decision;
  after: Decision;
  gained: string[];
  lost: string[];
  /** The aggregator had ruled on other verdicts, so its ruling was left out. */
  isRulingLeftOut: boolean;
}

export const RejudgeRequest = z.object({ theme: ThemeId, times: z.int().min(1).max(5).default(1) });
export type RejudgeRequest = z.output<typeof RejudgeRequest>;

export interface RejudgeAnswer {
  theme: string;
  /** What the run has; null where the judge was not asked or gave no verdict. */
  before: 'yes' | 'no' | null;
  replies: (
    | { ok: true; verdict: 'yes' | 'no'; confidence: number; rationale: string }
    | { ok: false; cause: string; detail: string }
  )[];
  /** The theme, the model or its settings are not those of the run any more. */
  hasChanged: boolean;
}
