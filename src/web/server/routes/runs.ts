import { Hono } from 'hono';
import { Budget } from '../../api/job.ts';
import { readBody } from '../answer.ts';
import { startedRun } from '../jobs/started-run.ts';
import type { RunOutlines } from '../runs/run-outlines.ts';
import type { Services } from '../services.ts';

export function runsRoutes({ jobs }: Services, outlines: RunOutlines): Hono {
  return new Hono()
    .get('/runs', async (context) => context.json(await outlines.list()))
    .get('/runs/:run', async (context) =>
      context.json(await outlines.find(context.req.param('run'))),
    )
    .post('/jobs/:job/cancel', async (context) => {
      await jobs.leave(context.req.param('job'));
      return context.json({ status: 'accepted' }, 202);
    })
    .get('/requests/:id', async (context) =>
      context.json(await jobs.requestOf(context.req.param('id'))),
    )
    .post('/runs/:run/again', async (context) => {
      const job = await jobs.again(context.req.param('run'));
      return context.json(await startedRun(jobs, job.id), 201);
    })
    .post('/runs/:run/resume', async (context) => {
      const { id } = await outlines.find(context.req.param('run'));
      await jobs.resume(id, await readBody(context, Budget));
      return context.json({ status: 'accepted' }, 202);
    })
    .post('/runs/:run/:action{pause|cancel}', async (context) => {
      const { id } = await outlines.find(context.req.param('run'));
      await jobs[context.req.param('action') as 'pause' | 'cancel'](id);
      return context.json({ status: 'accepted' }, 202);
    });
}
