import { Hono } from 'hono';
import { packageVersion } from '../../../installation.ts';
import { taughtIn } from '../../../learning/show-learned.ts';
import { type About, type LastLearned, RunRequest } from '../../api/run-request.ts';
import { ServerChoice } from '../../api/servers.ts';
import { readBody } from '../answer.ts';
import type { Files } from '../jobs/request/files.ts';
import type { Plans } from '../jobs/request/plans.ts';
import { startedRun } from '../jobs/started-run.ts';
import type { Services } from '../services.ts';

export function plansRoutes(services: Services, plans: Plans, files: Files): Hono {
  const { jobs, ledger, servers } = services;
  return new Hono()
    .get('/alive', (context) => context.json({}))
    .get('/about', async (context) => {
      const { OPENAI_API_KEY: key = '', OPENAI_BASE_URL: baseUrl = '' } = process.env;
      return context.json<About>({
        version: packageVersion(),
        hasKey: key !== '',
        baseUrl: baseUrl === '' ? null : withoutSecrets(baseUrl),
        learned: await lastLearned(ledger),
      });
    })
    .post('/servers', async (context) => {
      servers.confirm(await readBody(context, ServerChoice));
      return context.json({ status: 'confirmed' }, 201);
    })
    .post('/plan', async (context) =>
      context.json(await plans.make(await readBody(context, RunRequest))),
    )
    .post('/runs', async (context) => {
      const request = await readBody(context, RunRequest);
      const { rows } = await plans.make(request);
      const { name } = await files.find(request.file);
      const job = await jobs.start({ workflow: 'batch', request }, name, rows);
      return context.json(await startedRun(jobs, job.id), 201);
    });
}

async function lastLearned(ledger: Services['ledger']): Promise<LastLearned | null> {
  const [newest] = await ledger.learned.list();
  if (newest === undefined) return null;
  const themes = taughtIn(newest);
  const teachers = new Set(themes.flatMap(({ teachers }) => teachers.map(({ by }) => by)));
  return { teachers: [...teachers], themes: themes.length, at: Number(newest.at) };
}

function withoutSecrets(address: string): string {
  if (!URL.canParse(address)) return 'an address that is none';
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}
