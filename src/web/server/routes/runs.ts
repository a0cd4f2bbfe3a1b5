import { Hono } from 'hono';
import { renameRun } from '../../../runs/upkeep/rename-run.ts';
import { deleteRuns, planDeletion } from '../../../runs/upkeep/tidy-ledger.ts';
import { Budget } from '../../api/job.ts';
import { RunAbout } from '../../api/runs.ts';
import { notFound, readBody } from '../answer.ts';
import { startedRun } from '../jobs/started-run.ts';
import type { RunOutlines } from '../runs/run-outlines.ts';
import type { Services } from '../services.ts';

export function runsRoutes({ jobs, ledger }: Services, outlines: RunOutlines): Hono {
  return new Hono()
    .get('/runs', async (context) => context.json(await outlines.list()))
    .get('/runs/:run', async (context) =>
      context.json(await outlines.find(context.req.param('run'))),
    )
    .post('/runs/:run/about', async (context) => {
      const { id } = await outlines.find(context.req.param('run'));
      await renameRun(ledger, id, await readBody(context, RunAbout));
      return context.json({ status: 'kept' });
    })
    .delete('/runs/:run', async (context) => {
      const run = await ledger.runs.find(context.req.param('run'));
      if (run === undefined) throw notFound('there is no such run');
      await deleteRuns(ledger, await planDeletion(ledger, [run]));
      return context.json({ status: 'deleted' });
    })
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
