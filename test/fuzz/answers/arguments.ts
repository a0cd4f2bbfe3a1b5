/** The arguments of the answering tool as models write them down. */
import fc from 'fast-check';
import { mostly, type Said } from './meant.ts';

const wrappings = [
  ...(['list', 'one', 'arguments', 'parameters', 'list as text'] as const),
  ...(['all as text', 'function', 'by id'] as const),
];
const slips = ['comma', 'raw line ends', 'single quotes', 'a comment'] as const;

export interface Writing {
  wrapping: (typeof wrappings)[number] | 'object';
  indent: number;
  slip: (typeof slips)[number] | undefined;
}

export const writing: fc.Arbitrary<Writing> = fc.record({
  wrapping: mostly<Writing['wrapping']>('object', wrappings),
  indent: fc.constantFrom(0, 0, 2),
  slip: mostly<Writing['slip']>(undefined, slips),
});

/** What of it is written: an object by ids has room for one entry of each, the last. */
export function writtenOf(said: Said, { wrapping }: Writing): Said {
  if (wrapping !== 'by id') return said;
  const last = new Map(said.entries.map((entry) => [entry.ticket, entry]));
  return { ...said, entries: [...last.values()] };
}

export function argumentsText(said: Said, ids: readonly string[], how: Writing): string {
  const text = JSON.stringify(wrapped(said, ids, how), undefined, how.indent);
  return slipped(
    text.replace(/"verdict (yes|no)":/g, (_, first: string) => `"verdict":"${first}","verdict":`),
    how.slip,
  );
}

function wrapped({ entries }: Said, ids: readonly string[], { wrapping }: Writing): unknown {
  const verdicts = entries.map(({ ticket, id, verdict, confidence, quote, twice, besides }) => ({
    ticket: written(ids[ticket] ?? '', id),
    ...besides,
    confidence,
    quote,
    rationale: 'so',
    [twice === undefined ? 'verdict' : `verdict ${twice}`]: verdict,
  }));
  switch (wrapping) {
    case 'list':
      return verdicts;
    case 'one':
      return verdicts.length === 1 ? verdicts[0] : { verdicts };
    case 'arguments':
      return { name: 'submit_verdicts', arguments: { verdicts } };
    case 'parameters':
      return { parameters: JSON.stringify({ verdicts }) };
    case 'function':
      return { function: { name: 'submit_verdicts', arguments: JSON.stringify({ verdicts }) } };
    case 'list as text':
      return { verdicts: JSON.stringify(verdicts) };
    case 'all as text':
      return JSON.stringify({ verdicts });
    case 'by id':
      return { verdicts: Object.fromEntries(verdicts.map((entry) => [entry.ticket, entry])) };
    case 'object':
      return { verdicts };
  }
}

function written(id: string, how: Said['entries'][number]['id']): string {
  if (how === 'upper case') return id.toUpperCase();
  return how === 'with a hash' ? `#${id}` : id;
}

function slipped(text: string, slip: Writing['slip']): string {
  switch (slip) {
    case 'comma':
      return text.replace(/\}(?=\s*\]?\s*\}*$)/, '},');
    case 'raw line ends':
      return text.replaceAll('\\n', '\n');
    case 'single quotes':
      return text.replaceAll('"', "'");
    case 'a comment':
      return text.replace('{', '{ // here you are\n');
    case undefined:
      return text;
  }
}
