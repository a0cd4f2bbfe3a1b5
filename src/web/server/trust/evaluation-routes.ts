import { Hono } from 'hono';
import type { Evaluation } from '../../api/trust/evaluation.ts';
import type { Learning } from '../../api/trust/learning.ts';
import type { ResultLists } from '../runs/rows/result-lists.ts';
import type { Services } from '../services.ts';
import { Evaluations } from './evaluations.ts';
import { tellLearning } from './learnings.ts';

/** How good a run is by its labels, 202 as long as that is being found out, and what it can teach. */
export function evaluationRoutes(services: Services, lists: ResultLists): Hono {
  const evaluations = new Evaluations(services, lists);
  return new Hono()
    .get('/runs/:run/evaluation', async (context) => {
      const found = await evaluations.look(context.req.param('run'));
      return context.json<Evaluation>(found, found.isPending ? 202 : 200);
    })
    .get('/runs/:run/learning', async (context) =>
      context.json<Learning>(
        await tellLearning(services, await lists.view(context.req.param('run'))),
      ),
    )
    .post('/runs/:run/learning', async (context) => {
      const { id, run } = await lists.view(context.req.param('run'));
      const job = await services.jobs.start({ workflow: 'learn', request: { run: id } }, run.file);
      return context.json({ job: job.id }, 201);
    });
}
