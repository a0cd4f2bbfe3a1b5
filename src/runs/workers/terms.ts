import { defineTheme, judgeDigest, type ThemeAgent } from '../../../agents/judge.ts';
import { UserMistake } from '../../domain/mistake.ts';
import type { RunOptions } from '../../settings/options.ts';
import { type RunSettings, SharedTerms, taken } from '../../settings/settings.ts';

export function termsOf(themes: readonly ThemeAgent[], options: RunOptions): SharedTerms {
  return taken(SharedTerms, {
    ...options,
    api: options.endpoint.api,
    themes: themes.map(({ judge, ...theme }) => {
      if (judge === undefined) return theme;
      const { tools: _, ...told } = judge;
      return { ...theme, judge: told };
    }) as SharedTerms['themes'],
  });
}

/**
 * The themes of a submitted run as this machine has them: as they were submitted, with the tools of its own.
 * @param own the themes of this machine
 * @throws UserMistake where a judge here would be told something else
 */
export function themesOf(
  run: string,
  settings: RunSettings,
  terms: SharedTerms,
  own: readonly ThemeAgent[],
): ThemeAgent[] {
  const digests = new Map(settings.themes.map(({ id, digest }) => [id, digest]));
  return terms.themes.map((submitted) => {
    const theme = defineTheme(submitted);
    if (judgeDigest(theme) === digests.get(theme.id)) return theme;
    const here = own.find(({ id }) => id === theme.id);
    if (here !== undefined && judgeDigest(here) === digests.get(theme.id)) return here;
    throw new UserMistake(
      `run ${run}: this machine's judge of ${theme.id} is another one than the run's; give it the same version and --themes as where the run was submitted`,
    );
  });
}
