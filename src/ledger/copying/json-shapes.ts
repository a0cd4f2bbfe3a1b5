import { z } from 'zod';
import { Decision } from '../../domain/decision/decision.ts';
import { Verdict } from '../../domain/decision/outcome.ts';
import { Routing } from '../../domain/decision/routing.ts';

/** A column of JSON whose value has that shape. */
export function jsonOf(shape: z.ZodType) {
  return z.string().superRefine((text, context) => {
    for (const { path, message } of flawsOf(text, shape))
      context.addIssue({ code: 'custom', path, message });
  });
}

function flawsOf(text: string, shape: z.ZodType): { path: PropertyKey[]; message: string }[] {
  try {
    return shape.safeParse(JSON.parse(text)).error?.issues ?? [];
  } catch {
    return [{ path: [], message: 'no JSON in it' }];
  }
}

const texts = z.array(z.string());
const words = z.looseObject({ id: z.string(), name: z.string(), definition: z.string() });

/** What everything that reads a run goes by. */
export const settingsShape = z.looseObject({
  columns: texts,
  header: texts,
  roles: z.looseObject({ id: z.string().optional(), text: z.string(), context: texts }),
  themes: z.array(words.extend({ excludes: texts })),
  route: z.string(),
  aggregate: z.string(),
  docket: z.number(),
  concurrency: z.number(),
  limits: z.looseObject({}),
  panel: texts.optional(),
  votes: z.int().optional(),
  input: z.looseObject({}).optional(),
  place: z.string().optional(),
  command: z.string().optional(),
});

export const summaryShape = z.looseObject({
  written: texts.optional(),
  refusal: z.string().optional(),
  counts: z.looseObject({}).optional(),
});

const counted = z.looseObject({ questions: z.number(), asked: z.number(), unasked: z.number() });

export const triageShape = counted.extend({
  maxMiss: z.number(),
  yes: z.number(),
  lostEstimate: z.number(),
  lostAtMost: z.number(),
  changes: z.array(z.looseObject({ ticket: z.number(), theme: z.string() })),
  themes: z.array(counted.extend({ id: z.string() })),
  over: z.array(counted),
});

export const decisionShape = Decision.extend({
  sources: z.record(z.string(), z.string()).optional(),
});

export const routingShape = Routing;

export const errorShape = z.looseObject({ message: z.string().optional() });

/** An answer of that agent. */
export function answerShape(agent: string): z.ZodType {
  if (agent.startsWith('judge:')) return Verdict;
  if (agent !== 'triage') return z.looseObject({});
  return z.looseObject({
    sentiment: z.number().nullable(),
    routes: z.array(z.looseObject({ theme: z.string(), reason: z.string() })),
  });
}
