import { Hono } from 'hono';
import {
  ImportRequest,
  type SavedTheme,
  type SuggestedTheme,
  SuggestRequest,
  ThemeRequest,
} from '../../api/themes.ts';
import { readBody } from '../answer.ts';
import { knownThemes } from '../jobs/request/chosen-themes.ts';
import type { Services } from '../services.ts';
import { importThemes } from '../themes/import-themes.ts';
import { deleteTheme, replaceTheme, saveTheme, versionsOf, withId } from '../themes/shelf.ts';
import { suggestThemes } from '../themes/suggest-themes.ts';

/** Keeps themes where every later run of the page finds them. */
export function themesRoutes(services: Services): Hono {
  return new Hono()
    .get('/themes', async (context) => context.json(await knownThemes(services)))
    .post('/themes', async (context) => {
      const theme = withId(await readBody(context, ThemeRequest));
      const file = await saveTheme(theme, services);
      return context.json<SavedTheme>({ id: theme.id, file }, 201);
    })
    .post('/themes/suggest', async (context) => {
      const { run } = await readBody(context, SuggestRequest);
      return context.json<SuggestedTheme[]>(await suggestThemes(services, run));
    })
    .post('/themes/import', async (context) =>
      context.json(await importThemes(await readBody(context, ImportRequest), services), 201),
    )
    .get('/themes/export', async (context) => {
      const themes = await knownThemes(services);
      context.header('content-disposition', 'attachment; filename="themes.json"');
      return context.body(
        `${JSON.stringify(
          themes.map(({ isSaved: _, ...theme }) => theme),
          null,
          2,
        )}\n`,
        200,
        { 'content-type': 'application/json' },
      );
    })
    .post('/themes/:id', async (context) => {
      const body = await readBody(context, ThemeRequest);
      const theme = withId({ ...body, id: context.req.param('id') });
      const file = await replaceTheme(theme, services);
      return context.json<SavedTheme>({ id: theme.id, file });
    })
    .delete('/themes/:id', async (context) => {
      await deleteTheme(context.req.param('id'), services);
      return context.json({ status: 'deleted' });
    })
    .get('/themes/:id/versions', async (context) =>
      context.json(await versionsOf(context.req.param('id'), services)),
    );
}
