import EmailReplyParser from 'email-reply-parser';
import { convert, type HtmlToTextOptions } from 'html-to-text';

const HTML =
  /<(?:p|br|div|span|b|i|strong|em|ul|ol|li|table|td|html|body|a|blockquote|h[1-6]|font|img)\b[^>]*>|<\/[a-z][a-z\d]*>|&(?:nbsp|amp|lt|gt|quot|mdash|ndash|#\d{1,7});/i;
/** What begins the mail that is answered, or a signature; cheap to look for. */
const MAIL =
  /^[ \t]*>|^(?:--|[—–―])[ \t]*\r?$|^[-_]{4,}|(?:wrote|schrieb|a écrit|escribió|scritto|escreveu|skrev|schreef|napisał)[^\n]{0,200}:[ \t]*\r?$|^[ \t]*\*?(?:From|Von|De|Da|Van|Från|Sent):|^Sent from|^Gesendet von|^Envoyé de/im;
/** Longer texts are no mail, and are left as they are. */
const longest = 200_000;
const longestMail = 50_000;

const options: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxInputLength: longest, maxDepth: 50 },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
      selector,
      options: { uppercase: false },
    })),
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'td', format: 'inlineSurround', options: { suffix: ' ' } },
  ],
};

/** What a customer wrote, without the markup, the mail that it answers and the signature; all of it where nothing is left. */
export function cleanText(text: string): string {
  if (text.length > longest) return text;
  const plain = HTML.test(text) ? convert(text, options).replaceAll('\u00a0', ' ') : text;
  const own = MAIL.test(plain) || plain !== text ? cutReply(plain) : plain;
  return isBlank(own) ? (isBlank(plain) ? text : plain.trim()) : own;
}

/** The library's time grows with the square of blank lines: more than two in a row are none. */
function cutReply(text: string): string {
  if (text.length > longestMail) return text;
  const lines: string[] = [];
  let blanks = 0;
  for (const line of text.split(/\r?\n/)) {
    const plain = line.trimEnd();
    blanks = plain === '' ? blanks + 1 : 0;
    if (blanks <= 2) lines.push(/^[—–―]$/.test(plain) ? '-- ' : line);
  }
  return new EmailReplyParser().read(lines.join('\n')).getVisibleText().trim();
}

/** Whether texts are mail or markup, so that cleaning them pays. */
export function looksLikeMail(texts: readonly string[]): boolean {
  const filled = texts.filter((text) => !isBlank(text));
  const found = filled.filter((text) => isMarkup(text) || MAIL_SURELY.test(text)).length;
  return found > 0 && found >= filled.length * 0.05;
}

const MAIL_SURELY =
  /(?:wrote|schrieb|a écrit|escribió|scritto|escreveu|skrev|schreef|napisał)[^\n]{0,200}:[ \t]*\r?\n(?:\r?\n)?[ \t]*>|^-{3,} ?(?:Original|Forwarded|Ursprüngliche|Weitergeleitete)|^-- \r?$/im;

function isMarkup(text: string): boolean {
  return /<\/(?:p|div|span|b|i|strong|em|ul|ol|li|table|html|body|a|blockquote|h[1-6]|font)>|<br\s*\/?>|<p>/i.test(
    text,
  );
}

const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether nothing is left without white space, control and zero-width characters. */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text);
}
