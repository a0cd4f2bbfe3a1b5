import { isMark } from './control-tokens.ts';
import { plain } from './quote.ts';

/** From its first character to the one after its last, in UTF-16 units as `slice` counts them. */
export interface Place {
  start: number;
  end: number;
}

/**
 * Finds where quotes stand in a text, by the rule that `standsInTicket` checks them by: nothing where
 * that doesn't find them in this text.
 */
export function quoteLocator(text: string): (quote: string) => Place | undefined {
  const wanted = plain(text);
  let origins: Origins | undefined;
  return (quote) => {
    const sought = plain(quote);
    const at = sought === '' ? -1 : wanted.indexOf(sought);
    if (at === -1) return undefined;
    origins ??= originsOf(text);
    const start = origins.starts[at];
    const end = origins.ends[at + sought.length - 1];
    return start === undefined || end === undefined ? undefined : { start, end };
  };
}

/** Where each character of a plain text comes from in the text as it was written. */
interface Origins {
  starts: number[];
  ends: number[];
}

/** Walks the same way as `plain`: white space folded, and none of it beside marks; lower case. */
function originsOf(text: string): Origins {
  const origins: Origins = { starts: [], ends: [] };
  let index = 0;
  let gap: number | undefined;
  let before = '';
  for (const character of text) {
    const start = index;
    index += character.length;
    if (/\s/u.test(character)) {
      gap ??= start;
      continue;
    }
    const isGap = gap !== undefined && before !== '' && !isMark(before) && !isMark(character);
    if (isGap) push(origins, gap ?? start, start);
    gap = undefined;
    before = character;
    const lower = character.toLowerCase().length;
    for (let unit = 0; unit < lower; unit++)
      if (lower === character.length) push(origins, start + unit, start + unit + 1);
      else push(origins, start, index);
  }
  return origins;
}

function push({ starts, ends }: Origins, start: number, end: number): void {
  starts.push(start);
  ends.push(end);
}
