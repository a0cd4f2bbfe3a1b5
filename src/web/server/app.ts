import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { HTTPException } from 'hono/http-exception';
import { answerErrors } from './answer.ts';
import { type GuardOptions, guard } from './guard.ts';
import { pageRoutes, safeHeaders } from './page.ts';
import { comparisonsRoutes } from './routes/comparisons.ts';
import { findingsRoutes } from './routes/findings.ts';
import { jobsRoutes } from './routes/jobs.ts';
import { resultsRoutes } from './routes/results.ts';
import { reviewsRoutes } from './routes/reviews.ts';
import { searchesRoutes } from './routes/searches.ts';
import { storiesRoutes } from './routes/stories.ts';
import { themesRoutes } from './routes/themes.ts';
import type { Services } from './services.ts';
import { Findings } from './tickets/findings.ts';
import { sharpeningRoutes } from './trust/sharpening-routes.ts';

/** The server: what the page asks for below `/api`, and the page itself everywhere else. */
export function createApp(services: Services, options: GuardOptions): Hono {
  return new Hono()
    .onError(answerErrors(services.ledger))
    .use(safeHeaders)
    .use(guard(options))
    .use(compress())
    .route('/api', createApi(services))
    .route('/', pageRoutes());
}

/** Bytes of a request in which no file travels. */
const mostBodyBytes = 1024 * 1024;

const limitBody = bodyLimit({
  maxSize: mostBodyBytes,
  onError: () => {
    throw new HTTPException(413, { message: 'that is more than 1 MB; send less at once' });
  },
});

function createApi(services: Services): Hono {
  const findings = new Findings(services);
  return new Hono()
    .use((context, next) =>
      context.req.path === '/api/uploads' ? next() : limitBody(context, next),
    )
    .route('/', jobsRoutes(services))
    .route('/', resultsRoutes(services, findings))
    .route('/', storiesRoutes(services))
    .route('/', reviewsRoutes(services))
    .route('/', findingsRoutes(findings))
    .route('/', comparisonsRoutes(services))
    .route('/', searchesRoutes(services))
    .route('/', themesRoutes(services))
    .route('/', sharpeningRoutes(services))
    .all('*', (context) => context.json({ error: 'there is nothing at this address' }, 404));
}
