import { Hono } from 'hono';
import { UserMistake } from '../../../domain/mistake.ts';
import { themeIdOf } from '../../../domain/theme.ts';
import type { StartedRun } from '../../api/run-request.ts';
import { MatchPage, SearchRequest } from '../../api/search.ts';
import { readBody, readQuery } from '../answer.ts';
import { searchedFile } from '../jobs/searched-file.ts';
import type { Services } from '../services.ts';
import { readMatches } from '../tickets/matches.ts';

/** A run is waited for so long, in milliseconds, before the answer goes without it. */
const patienceMs = 20_000;

/** Searches for one theme, and what they found. */
export function searchesRoutes(services: Services): Hono {
  return new Hono()
    .post('/searches', async (context) => {
      const request = await readBody(context, SearchRequest);
      if (themeIdOf(request.name ?? request.theme) === '')
        throw new UserMistake(
          `"${request.name ?? request.theme}" has no letter or digit; say it in words`,
        );
      const { name } = await searchedFile(services, request);
      const { id } = await services.jobs.start({ workflow: 'search', request }, name);
      const beginning = await services.jobs.begun(id, patienceMs);
      if (beginning !== undefined && 'error' in beginning) throw new UserMistake(beginning.error);
      return context.json<StartedRun>({ job: id, run: beginning?.run ?? null });
    })
    .get('/runs/:run/matches', async (context) =>
      context.json(
        await readMatches(services.ledger, context.req.param('run'), readQuery(context, MatchPage)),
      ),
    );
}
