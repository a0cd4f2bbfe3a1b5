import type { ThemeAgent } from '../../../../agents/judge.ts';
import type { SharpenedTheme } from '../../../../workflows/sharpen.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import { readThemeFile } from '../../../themes/theme-file.ts';
import { themeFile } from '../../../themes/write-theme.ts';
import { stageFile } from '../../../tickets/results/stage-file.ts';

/**
 * A file for the new words of a theme.
 * @throws UserMistake, before anything is paid, for one that can't be written or of which more than words would be lost
 */
export async function stageTheme(
  path: string,
  theme: ThemeAgent,
  { force = false }: { force?: boolean | undefined },
) {
  const [, ending] = /\.(ts|json)$/.exec(path) ?? [];
  if (ending === undefined)
    throw new UserMistake(`${path} is no theme file; name one that ends in .ts or .json`);
  if (theme.judge !== undefined)
    throw new UserMistake(
      `${theme.id} has a judge of its own, which --out would leave out; leave out --out, and copy the words into its file`,
    );
  const file = await stageFile(path, force);
  const { themes } = force ? await readThemeFile(path) : { themes: [] };
  if (themes.some(({ id }) => id !== theme.id)) {
    await file.discard();
    throw new UserMistake(`${path} holds other themes than ${theme.id}; name another file`);
  }
  return {
    discard: () => file.discard(),
    /** @returns the file */
    async write({ definition, counts, doesNotCount, examples, counterExamples }: SharpenedTheme) {
      const { id, name, excludes } = theme;
      const words = { definition, counts, doesNotCount, examples, counterExamples };
      const content = { id, name, ...words, excludes };
      await file.append(
        ending === 'ts' ? themeFile(content) : `${JSON.stringify(content, null, 2)}\n`,
      );
      await file.finish();
      await file.publish();
      return path;
    },
  };
}
