/**
 * A light suffix stripper for English: `cancelled`, `cancels` and `cancelling` meet in `cancel`.
 * It only has to treat themes and tickets alike; a stem need not be a word.
 */
export function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/u.test(word)) return word;
  let stemmed = withoutPlural(word);
  for (const [suffix, replacement, shortest] of SUFFIXES) {
    if (stemmed.endsWith(suffix) && stemmed.length - suffix.length >= shortest) {
      stemmed = stemmed.slice(0, stemmed.length - suffix.length) + replacement;
      break;
    }
  }
  return withoutEnding(stemmed);
}

/** Suffix, what takes its place, the fewest letters that must stay before it. The first that fits is used. */
const SUFFIXES: readonly (readonly [string, string, number])[] = [
  ['ization', 'iz', 3],
  ['isation', 'iz', 3],
  ['ication', 'y', 3],
  ['fulness', '', 3],
  ['ousness', 'ous', 3],
  ['lessness', 'less', 3],
  ['ibility', 'ibl', 3],
  ['ability', 'abl', 3],
  ['ellation', 'el', 3],
  ['ation', '', 4],
  ['ition', '', 4],
  ['ement', '', 4],
  ['ment', '', 4],
  ['ness', '', 4],
  ['ingly', '', 3],
  ['edly', '', 3],
  ['ally', 'al', 3],
  ['fully', '', 3],
  ['ising', 'iz', 3],
  ['izing', 'iz', 3],
  ['ised', 'iz', 3],
  ['ized', 'iz', 3],
  ['ise', 'iz', 4],
  ['ize', 'iz', 3],
  ['ing', '', 3],
  ['ied', 'y', 2],
  ['ed', '', 3],
  ['ly', '', 3],
  ['ful', '', 3],
  ['ance', '', 4],
  ['ence', '', 4],
  ['al', '', 5],
];

function withoutPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:[sxz]|ch|sh)es$/u.test(word) && word.length > 4) return word.slice(0, -2);
  return /[^su]s$/u.test(word) ? word.slice(0, -1) : word;
}

function withoutEnding(word: string): string {
  const single = /([bdfglmnprt])\1$/u.test(word) ? word.slice(0, -1) : word;
  return single.length > 3 && /[ey]$/u.test(single) ? single.slice(0, -1) : single;
}
