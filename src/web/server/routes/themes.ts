import path from 'node:path';
import { Hono } from 'hono';
import { homeOfThemes } from '../../../../agents/find-themes.ts';
import { writeTheme } from '../../../../workflows/write-theme.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import { themeIdOf } from '../../../domain/theme.ts';
import { type SavedTheme, ThemeRequest } from '../../api/search.ts';
import { readBody } from '../answer.ts';
import type { Services } from '../services.ts';

/** Writes themes as files, where every later run finds them. */
export function themesRoutes({ themes }: Services): Hono {
  return new Hono().post('/themes', async (context) => {
    const { id: wanted, ...theme } = await readBody(context, ThemeRequest);
    const id = wanted ?? themeIdOf(theme.name);
    if (id === '') throw new UserMistake(`"${theme.name}" has no letter or digit to make an id of`);
    const folder = themes ?? homeOfThemes();
    const file = await writeTheme(folder, { ...theme, id }).catch((error: unknown) => {
      if (!(error instanceof UserMistake)) throw error;
      // Where the server keeps its files is nothing to a page.
      throw new UserMistake(error.message.replaceAll(`${folder}${path.sep}`, ''), { cause: error });
    });
    return context.json<SavedTheme>({ id, file: path.basename(file) }, 201);
  });
}
