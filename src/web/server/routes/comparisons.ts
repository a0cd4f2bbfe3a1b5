import { Hono } from 'hono';
import { z } from 'zod';
import type { Comparison } from '../../api/trust/comparison.ts';
import { readQuery } from '../answer.ts';
import { Comparisons } from '../runs/comparisons.ts';
import type { Services } from '../services.ts';

const Pair = z.object({ a: z.string().min(1).max(100), b: z.string().min(1).max(100) });

/** Two runs side by side: 202 as long as the comparison is being made. */
export function comparisonsRoutes(services: Services): Hono {
  const comparisons = new Comparisons(services);
  return new Hono().get('/comparison', async (context) => {
    const { a, b } = readQuery(context, Pair);
    const comparison = await comparisons.look(a, b);
    return context.json<Comparison>(comparison, comparison.isPending ? 202 : 200);
  });
}
