import { Hono } from 'hono';
import { UserMistake } from '../../../domain/mistake.ts';
import { themeIdOf } from '../../../domain/theme.ts';
import { MatchPage, SearchRequest } from '../../api/search.ts';
import { readBody, readQuery } from '../answer.ts';
import { searchedFile } from '../jobs/request/searched-file.ts';
import { startedRun } from '../jobs/started-run.ts';
import type { Services } from '../services.ts';
import { readMatches } from '../tickets/matches.ts';

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
      return context.json(await startedRun(services.jobs, id));
    })
    .get('/runs/:run/matches', async (context) =>
      context.json(
        await readMatches(services.ledger, context.req.param('run'), readQuery(context, MatchPage)),
      ),
    );
}
