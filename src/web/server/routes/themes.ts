import { Hono } from 'hono';
import { UserMistake } from '../../../domain/mistake.ts';
import { themeIdOf } from '../../../domain/theme.ts';
import { type SavedTheme, ThemeRequest } from '../../api/search.ts';
import { readBody } from '../answer.ts';
import { saveTheme } from '../jobs/request/chosen-themes.ts';
import type { Services } from '../services.ts';

/** Keeps themes where every later run of the page finds them. */
export function themesRoutes(services: Services): Hono {
  return new Hono().post('/themes', async (context) => {
    const { id = '', ...theme } = await readBody(context, ThemeRequest);
    const proper = themeIdOf(id || theme.name);
    if (proper === '')
      throw new UserMistake(`"${id || theme.name}" has no letter or digit to make an id of`);
    if (id !== '' && proper !== id)
      throw new UserMistake(`"${id}" is no theme id; write it as ${proper}`);
    const file = await saveTheme({ ...theme, id: proper }, services);
    return context.json<SavedTheme>({ id: proper, file }, 201);
  });
}
