import { z } from 'zod';
import { keys } from '../../settings/schema.ts';
import { RunRequest } from './run-request.ts';
import { Name, Words } from './words.ts';

const examples = z.array(Words(4000)).max(20).default([]);

/** Look for one theme in a file, or in the tickets of a run. */
export const SearchRequest = RunRequest.omit(
  keys('themes', 'ownThemes', 'learned', 'route', 'triage', 'maxMiss'),
)
  .partial({ file: true })
  .extend({
    /** The question, or what the theme is, in words. */
    theme: Words(4000),
    name: Name(200).optional(),
    examples,
    run: z.string().min(1).max(100).optional(),
  })
  .refine(({ file, run }) => (file === undefined) !== (run === undefined), {
    message: 'name a file or a run to search, and not both',
  });
export type SearchRequest = z.output<typeof SearchRequest>;
export type SearchRequestInput = z.input<typeof SearchRequest>;

export const MatchPage = z.object({
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A ticket to which the searched theme applies. */
export interface TicketMatch {
  row: number;
  ticket: string;
  status: 'decided' | 'review' | 'failed';
  /** 0 to 1. */
  confidence: number;
  /** Verbatim; null where the model can only say yes or no. */
  quote: string | null;
  reason: string;
  /** Of the ticket's text, what lies around the quote; dots stand where it is cut. */
  text: string;
  /** Where the quote stands in that. */
  place: { start: number; end: number } | null;
}

export interface Matches {
  theme: { id: string; name: string; definition: string };
  total: number;
  /** Tickets that were decided, matches or not. */
  decided: number;
  /** The surest first. */
  matches: TicketMatch[];
}
