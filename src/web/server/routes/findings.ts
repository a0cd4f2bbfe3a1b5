import { Hono } from 'hono';
import type { Services } from '../services.ts';

export function findingsRoutes(_services: Services): Hono {
  return new Hono();
}
