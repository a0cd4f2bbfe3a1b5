import { eld } from 'eld/extrasmall';
import type { Theme } from '../../domain/theme.ts';

/**
 * How much more a text has to look like another language than like one that can be read. Of 7,052 English texts of the
 * development files one does (`npm run bench contact`), of 67 short ones in 24 other languages all but two of two words.
 */
const margin = 0.1;
/** Fewer words in Latin letters, of three and more each, could be of many languages. */
const fewestWords = 3;
const names = new Intl.DisplayNames('en', { type: 'language' });

/**
 * Names the language of a text where the embedded model can't read it: its word lists are English, and the themes'
 * own words are in the themes' language.
 */
export function foreignTo(themes: readonly Theme[]): (text: string) => string | undefined {
  const spoken = themes.map(({ name, definition }) => `${name}. ${definition}`).join('\n');
  const readable = new Set(['en', otherLanguageOf(spoken, new Set(['en'])) ?? 'en']);
  return (text) => {
    const language = otherLanguageOf(text, readable);
    return language === undefined ? undefined : names.of(language);
  };
}

function otherLanguageOf(text: string, readable: ReadonlySet<string>): string | undefined {
  const said = text.replace(/https?:\/\/\S+|[@#]\S+/gu, ' ');
  const words = said.match(/[\p{L}\p{M}]{3,}/gu) ?? [];
  if (words.length < fewestWords && words.every((word) => /^\p{Script=Latin}+$/u.test(word)))
    return undefined;
  const found = eld.detect(said);
  if (found.language === '' || readable.has(found.language)) return undefined;
  const scores = found.getScores();
  const known = Math.max(...[...readable].map((language) => scores[language] ?? 0));
  return (scores[found.language] ?? 0) - known >= margin ? found.language : undefined;
}
