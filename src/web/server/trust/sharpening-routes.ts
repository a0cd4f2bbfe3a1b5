import { Hono } from 'hono';
import type { SharpeningAnswer } from '../../api/trust/sharpening.ts';
import type { Services } from '../services.ts';
import { startSharpening, tellSharpening } from './sharpenings.ts';

/** Better words for a theme, from its judge's mistakes in a run. */
export function sharpeningRoutes(services: Services): Hono {
  return new Hono()
    .get('/runs/:run/sharpening/:theme', async (context) => {
      const { run, theme } = context.req.param();
      return context.json<SharpeningAnswer>(await tellSharpening(services, run, theme));
    })
    .post('/runs/:run/sharpening/:theme', async (context) => {
      const { run, theme } = context.req.param();
      return context.json(await startSharpening(services, run, theme), 201);
    });
}
