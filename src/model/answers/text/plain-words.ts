// A model's words without mark-up, and the answers that are one word long.
export type YesNo = 'yes' | 'no';

/** What announces an answer. */
export const LABEL =
  'answer|verdict|decision|result|conclusion|response|judge?ment|classification|output|opinion|assessment|ruling';
/** Stands for words that are quoted from elsewhere. */
export const QUOTE = '¶';

const BARE_YES =
  'yes|true|sí|sì|si|oui|ja|jah|да|так|sim|da|tak|ano|áno|igen|kyllä|evet|ναι|כן|نعم|हाँ|हां|có|ya|ใช่|はい|是|是的|예|네';
const BARE_NO =
  'no|false|non|nein|nee|nej|nei|нет|ні|não|nu|nie|ne|nem|ei|hayır|όχι|לא|لا|नहीं|không|tidak|ไม่ใช่|いいえ|不是|否|아니요|아니오';
const BARE = new RegExp(`^([^\\p{L}\\p{N}]*)(?:(${BARE_YES})|(${BARE_NO}))[^\\p{L}\\p{N}]*$`, 'iu');

/** The text's answer where it is nothing but that; undefined where it says more, asks, or negates. */
export function bareWord(text: string): YesNo | undefined {
  const match = BARE.exec(text.normalize('NFKC'));
  if (match === null || /[?？✗✘❌🚫👎]/u.test(text) || /[!¬≠~]/.test(match[1] ?? ''))
    return undefined;
  return match[2] === undefined ? 'no' : 'yes';
}

/** Lines that are quoted, as in mail; a text that is nothing else speaks for itself. */
const QUOTED_LINES = /^[ \t]*>.*$/gm;

/** Mark-up gone, white space folded, quotations put out of sight. */
export function plainWords(text: string): string {
  const own = text.replace(QUOTED_LINES, QUOTE);
  const flat = (/[\p{L}\p{N}]/u.test(own) ? own : text)
    .replace(/<\/?(?:b|i|em|strong|u|code|span)(?:\s[^<>\n]{0,80})?>/gi, '')
    .replace(/<\/?[a-z][^<>\n]{0,80}>/gi, '\n')
    .replace(/\\(?:boxed|text|textbf|mathrm)\{|[*`#~${}§¶]/g, '')
    .replace(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}_])/gu, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/(?:\n ?)+/g, '\n')
    .replace(/\bno\. ?(?=\d)/gi, 'number ')
    .replace(new RegExp(`((?:${LABEL}):) ?\n`, 'gi'), '$1 ')
    .replace(/(?<![\p{L}\p{N}])['‘’](yes|no|true|false)([.!]?)['‘’](?![\p{L}\p{N}])/giu, '$1$2')
    .replace(/[“”«»„]/g, '"')
    .trim();
  const inner = /^"([^"]*)"$/.exec(flat)?.[1] ?? flat;
  return inner
    .replace(/"([^"\n]*)"/g, (_, quoted: string) =>
      bareWord(quoted) === undefined ? QUOTE : quoted,
    )
    .replaceAll('"', '');
}
