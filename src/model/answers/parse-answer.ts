// What a model without tools wrote, read strictly: an answer that is in doubt is no answer, never a guess.
import {
  bracedRegions,
  isObject,
  type Json,
  objectOf,
  type Region,
  saidIn,
  wholeObject,
} from './text/json-in-text.ts';
import { readProse } from './text/read-prose.ts';

type Vote = 'yes' | 'no' | 'invalid';

/** Under what names a verdict travels inside a tool call that was written as text. */
const WRAPPERS = ['function', 'arguments', 'parameters', 'args', 'input', 'answer', 'result'];
const VERDICT_VALUES = /"\s*verdict\s*"\s*:\s*"?(\w*)/gi;
/** The format as it stood in the prompt. */
const FORMAT_ECHO = /"yes"?\s*(?:\||\/|or)\s*"?no"/i;
const SPELLINGS = new Map<string, Vote>([
  ['yes', 'yes'],
  ['true', 'yes'],
  ['no', 'no'],
  ['false', 'no'],
]);

/** A bare yes or no, or JSON `{"verdict": "yes" | "no"}`, after any reasoning and with prose around it. */
export function parseVerdict(text: string): Vote {
  const whole = wholeObject(text);
  if (whole !== undefined) return verdictOf(whole.object, whole.region.text) ?? 'invalid';
  const said = saidIn(text);
  const votes = new Set<Vote>();
  let prose = '';
  let from = 0;
  for (const region of bracedRegions(said)) {
    const vote = verdictOfRegion(region);
    if (vote !== undefined) votes.add(vote);
    // Braces in prose (`\boxed{yes}`) are prose; JSON is not.
    const isWord = /^\{(?:\\text[a-z]{0,4}\{)?\s{0,9}(?:yes|no)\s{0,9}\}{1,2}$/i.test(region.text);
    prose += said.slice(from, region.start) + (isWord ? region.text : '\n');
    from = region.start + region.text.length;
  }
  prose += said.slice(from);
  if (/[^\s`[\],]/.test(prose)) {
    const spoken = readProse(prose);
    if (spoken !== undefined) votes.add(spoken);
  }
  const [vote = 'invalid', ...others] = votes;
  return others.length === 0 ? vote : 'invalid';
}

/** Undefined where the braces hold no verdict at all. */
function verdictOfRegion(region: Region): Vote | undefined {
  if (region.isCutOff) return 'invalid';
  const object = objectOf(region);
  if (object !== undefined) return verdictOf(object, region.text);
  return /verdict/i.test(region.text) && !FORMAT_ECHO.test(region.text) ? 'invalid' : undefined;
}

function verdictOf(object: Json, source: string): Vote | undefined {
  const value = verdictValue(object, 0);
  if (value === undefined) return undefined;
  const vote =
    typeof value === 'string' ? (spelled(value) ?? readProse(value)) : spelled(String(value));
  if (vote === undefined) return 'invalid';
  // Another verdict may stand deeper inside: all of them have to agree.
  for (const [, word] of source.matchAll(VERDICT_VALUES)) {
    if (spelled(word ?? '') !== vote) return 'invalid';
  }
  return vote;
}

function spelled(word: string): Vote | undefined {
  return SPELLINGS.get(word.trim().toLowerCase());
}

function verdictValue(object: Json, depth: number): unknown {
  const keys = Object.keys(object).filter((key) => key.trim().toLowerCase() === 'verdict');
  if (keys.length > 0) return keys.length === 1 ? object[keys[0] ?? ''] : null;
  for (const wrapper of depth < 3 ? WRAPPERS : []) {
    const inner = object[wrapper];
    const next = typeof inner === 'string' ? wholeObject(inner)?.object : inner;
    if (!isObject(next)) continue;
    const value = verdictValue(next, depth + 1);
    if (value !== undefined) return value;
  }
  return undefined;
}
