import { Hono } from 'hono';
import type { Services } from '../services.ts';

export function reviewsRoutes(_services: Services): Hono {
  return new Hono();
}
