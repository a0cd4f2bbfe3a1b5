import { z } from 'zod';
import { Rules } from '../domain/decision/reconcile.ts';
import type { Tariff } from '../domain/prices.ts';
import type { TicketFile } from '../tickets/read-tickets.ts';
import { reading } from './read-input.ts';
import { Settings } from './schema.ts';

const { shape } = Settings;
const Words = z.string().min(1).max(300);
const calls = z.int().min(1).max(1000);
const dollars = z.number().min(0);

const Price: z.ZodType<Tariff> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('free') }),
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.enum(['listed', 'given']), input: dollars, cached: dollars, output: dollars }),
]);
const Roles: z.ZodType<TicketFile['roles']> = z.object({
  id: z.string().optional(),
  text: z.string(),
  texts: z.array(z.string()).optional(),
  context: z.array(z.string()),
  clean: z.literal(true).optional(),
}) as z.ZodType<TicketFile['roles']>;

/** How a run is judged, settled from what was said: kept with it, and what a worker goes by. Written in this order. */
export const Judging = z.object({
  route: z.enum(['triage', 'all']),
  aggregate: shape.aggregate.unwrap(),
  docket: z.int().min(1).max(256),
  /** Themes in one call; nothing where each is judged in calls of its own. */
  stack: z.int().min(1).max(100).optional(),
  /** Themes that stay alone all the same. */
  alone: z.array(Words).max(1000).optional(),
  /** Calls at once, at most. */
  concurrency: z.number(),
  limits: Settings.pick({ rpm: true, tpm: true, rpd: true }),
  /** It leaves aside what other runs paid for. */
  fresh: z.boolean(),
  audit: shape.audit,
  triage: z.object({ maxMiss: shape.maxMiss.unwrap() }).optional(),
  votes: shape.votes,
  panel: shape.panel,
  reasoningEffort: shape.reasoningEffort,
  serviceTier: shape.serviceTier,
  /** A run is redacted whole or not at all; nothing where it is not. */
  redact: z.literal(true).optional(),
});

/** What a worker needs to know besides: data, and no more of it than that. */
export const SharedTerms = z.strictObject({
  /** All that their judges are told. The tools of a judge are code, and stay behind. */
  themes: z
    .array(
      z.strictObject({
        id: Words,
        name: Words,
        definition: z.string().min(1).max(4000),
        counts: z.array(z.string()),
        doesNotCount: z.array(z.string()),
        examples: z.array(z.string()),
        counterExamples: z.array(z.string()),
        excludes: z.array(z.string()),
        judge: z
          .strictObject({ instructions: z.string().optional(), model: Words.optional() })
          .optional(),
      }),
    )
    .max(1000),
  api: z.enum(['chat', 'responses', 'embedded']),
  timeoutMs: z.int().min(1).max(3_600_000),
  concurrency: z.strictObject({ start: calls, most: calls }),
  price: Price.optional(),
  maxCalls: shape.maxCalls,
  maxCost: shape.maxCost,
  maxFailed: shape.maxFailed,
});
export type SharedTerms = z.output<typeof SharedTerms>;

/** What `runs show`, `trace` and an export need to know of a run; stored with it as JSON. */
export const RunSettings = z.object({
  columns: z.array(z.string()),
  header: z.array(z.string()),
  roles: Roles,
  /** Which rows of which files, and where in them; nothing where all of one file are read. */
  input: Settings.pick({ files: true, ...reading }).optional(),
  themes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      definition: z.string(),
      excludes: z.array(z.string()),
      /** Of all that its judge is told, examples among it; nothing in old ledgers. */
      digest: z.string().optional(),
    }),
  ),
  ...Judging.shape,
  /** What its decisions go by; nothing where that is the usual. */
  rules: Rules.optional(),
  /** The workflow of the user's that judges; nothing where that is one of ours. */
  script: z
    .object({
      place: z.string(),
      args: z.record(z.string(), z.string().or(z.literal(true))),
      digest: z.string(),
    })
    .optional(),
  /** What its workers need; nothing where the process that was started judges it. */
  shared: SharedTerms.optional(),
  /** Where the themes came from, empty for a theme made up on the spot, and what was typed; nothing in old ledgers. */
  place: z.string().optional(),
  command: z.string().optional(),
});
export type RunSettings = z.output<typeof RunSettings>;

/** Of all that is known of a run what a schema has a key for: none can be forgotten. */
export function taken<Shape extends z.ZodRawShape>(
  { shape }: z.ZodObject<Shape>,
  from: z.output<z.ZodObject<Shape>>,
): z.output<z.ZodObject<Shape>> {
  const all = from as Record<string, unknown>;
  const named = Object.keys(shape).filter((key) => all[key] !== undefined);
  return Object.fromEntries(named.map((key) => [key, all[key]])) as typeof from;
}
