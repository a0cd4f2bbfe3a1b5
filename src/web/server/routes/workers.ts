import { Hono } from 'hono';
import type { Workers } from '../jobs/workers.ts';

export function workersRoutes(workers: Workers): Hono {
  return new Hono().get('/workers', async (context) => context.json(await workers.list()));
}
