import type { Theme } from '../../../domain/theme.ts';
import { emptyWords, faintWords, frameWords, negations } from './stop-words.ts';

/**
 * How much more a text has to look like another language than like one that can be read. Of 7,052 English texts of the
 * development files one does (`npm run bench contact`), of 67 short ones in 24 other languages all but two of two words.
 */
const margin = 0.1;
/** Fewer words in Latin letters, of three and more each, could be of many languages. */
const fewestWords = 3;
/** Of the words of three and more letters in an English text, so many are among those below at least. */
const englishShare = 0.25;
/** Of the words that tell little those that no other language of Latin letters has. */
const elsewhereToo =
  `was had over under for her all are has via per out off use one more most some other few come
same what dear hello lot got any also just even till here see let him now made then not time times minute minutes
long bad best first last man part person place point kind set turn real possible service experience full half start
end week find client clients text message ticket tickets sentence problem question questions report theme`.split(
    /\s+/u,
  );
const englishOnly = new Set(
  [...emptyWords, ...negations, ...faintWords, ...frameWords].filter(
    (word) => !elsewhereToo.includes(word),
  ),
);
const names = new Intl.DisplayNames('en', { type: 'language' });

/**
 * Names the language of a text where the embedded model can't read it: its word lists are English, and the themes'
 * own words are in the themes' language.
 */
export function foreignTo(
  themes: readonly Pick<Theme, 'name' | 'definition'>[],
): (text: string) => Promise<string | undefined> {
  const spoken = themes.map(({ name, definition }) => `${name}. ${definition}`).join('\n');
  const readable = otherLanguageOf(spoken, new Set(['en'])).then(
    (language) => new Set(['en', language ?? 'en']),
  );
  return async (text) => {
    const language = await otherLanguageOf(text, await readable);
    return language === undefined ? undefined : names.of(language);
  };
}

async function otherLanguageOf(
  text: string,
  readable: ReadonlySet<string>,
): Promise<string | undefined> {
  const said = text.replace(/https?:\/\/\S+|[@#]\S+/gu, ' ');
  const words = said.match(/[\p{L}\p{M}]{3,}/gu) ?? [];
  if (words.length < fewestWords && words.every((word) => /^\p{Script=Latin}+$/u.test(word)))
    return undefined;
  if (isPlainlyEnglish(words)) return undefined;
  // A fifth of what one ticket costs is to load it.
  const { eld } = await import('eld/extrasmall');
  const found = eld.detect(said);
  if (found.language === '' || readable.has(found.language)) return undefined;
  const scores = found.getScores();
  const known = Math.max(...[...readable].map((language) => scores[language] ?? 0));
  return (scores[found.language] ?? 0) - known >= margin ? found.language : undefined;
}

function isPlainlyEnglish(words: readonly string[]): boolean {
  const english = words.map((word) => word.toLowerCase()).filter((word) => englishOnly.has(word));
  return new Set(english).size >= 2 && english.length >= englishShare * words.length;
}
