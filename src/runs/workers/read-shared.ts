import { z } from 'zod';
import { UserMistake } from '../../domain/mistake.ts';
import { Rules } from '../../domain/reconcile.ts';
import { ownCommand } from '../../installation.ts';
import type { RunRow } from '../../ledger/schema.ts';
import type { RunSettings, SharedTerms } from '../../settings/settings.ts';

const Count = z.int().min(1).max(1_000_000_000).optional();
const Words = z.string().min(1).max(300);
const Price = z.object({
  kind: z.enum(['listed', 'given']),
  ...{ input: z.number().min(0), cached: z.number().min(0), output: z.number().min(0) },
});

/** What a worker needs to know of a submitted run: data, and no more of it than that. */
const Terms = z.strictObject({
  themes: z
    .array(
      z.strictObject({
        ...{ id: Words, name: Words, definition: z.string().min(1).max(4000) },
        ...{ counts: z.array(z.string()), doesNotCount: z.array(z.string()) },
        ...{ examples: z.array(z.string()), counterExamples: z.array(z.string()) },
        excludes: z.array(z.string()),
        judge: z
          .strictObject({ instructions: z.string().optional(), model: Words.optional() })
          .optional(),
      }),
    )
    .max(1000),
  api: z.enum(['chat', 'responses', 'embedded']),
  timeoutMs: z.int().min(1).max(3_600_000),
  concurrency: z.strictObject({
    ...{ start: z.int().min(1).max(1000), most: z.int().min(1).max(1000) },
  }),
  price: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('free') }),
      z.object({ kind: z.literal('unknown') }),
      Price,
    ])
    .optional(),
  maxCalls: Count,
  maxCost: z.number().positive().optional(),
  maxFailed: z.number().min(0).max(1).optional(),
} satisfies Record<keyof SharedTerms, z.ZodType>);
/** Of a run's settings, what a worker goes by. */
const SharedSettings = z.looseObject({
  ...{ columns: z.array(z.string()), header: z.array(z.string()) },
  roles: z.object({ id: z.string().optional(), text: z.string(), context: z.array(z.string()) }),
  themes: z.array(z.looseObject({ id: z.string(), digest: z.string().optional() })),
  route: z.enum(['triage', 'all']),
  aggregate: z.enum(['always', 'conflicts', 'never']),
  docket: z.int().min(1).max(256),
  limits: z.object({ rpm: Count, tpm: Count, rpd: Count }),
  fresh: z.boolean(),
  audit: z.number().min(0).max(1).optional(),
  votes: z.int().min(1).max(9).optional(),
  panel: z.array(Words).max(100).optional(),
  rules: Rules.optional(),
  redact: z.literal(true).optional(),
  shared: Terms,
});

/**
 * Reads what a worker is to do. Whoever may write to the ledger may have written it: it is checked as what comes from
 * outside, and its model may only be on servers that this worker may use.
 * @param maySend says so of a server's address
 * @throws UserMistake that says what a worker here won't do
 */
export function readShared(
  { id, settings, base_url }: RunRow,
  maySend: (baseURL: string) => boolean,
): RunSettings & { shared: SharedTerms } {
  const said = JSON.parse(settings) as RunSettings & { shared: SharedTerms };
  const read = SharedSettings.safeParse(said);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UserMistake(
      `run ${id}: its settings in the ledger are none of this version's: ${issue?.path.join('.')}: ${issue?.message}`,
    );
  }
  const isEmbedded = read.data.shared.api === 'embedded';
  if (isEmbedded !== (base_url === '') || (!isEmbedded && !/^https?:$/.test(protocolOf(base_url))))
    throw new UserMistake(`run ${id}: its server "${base_url}" in the ledger is none`);
  if (!isEmbedded && !maySend(base_url))
    throw new UserMistake(
      `run ${id}: its model is on ${base_url}, which this worker may not use; where you trust that server with your key: ${ownCommand()} worker --allow-server ${base_url}`,
    );
  return said;
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : '';
}
