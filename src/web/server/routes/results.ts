import { Hono } from 'hono';
import type { Services } from '../services.ts';

export function resultsRoutes(_services: Services): Hono {
  return new Hono();
}
