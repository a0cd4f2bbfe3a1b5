import { Hono } from 'hono';
import type { Findings as FindingsAnswer } from '../../api/findings.ts';
import type { Findings } from '../tickets/findings.ts';

/** What went wrong in a run, and whose it is: 202 as long as that is being found out. */
export function findingsRoutes(findings: Findings): Hono {
  return new Hono().get('/runs/:run/findings', async (context) => {
    const found = await findings.look(context.req.param('run'));
    return context.json<FindingsAnswer>(found, found.isPending ? 202 : 200);
  });
}
