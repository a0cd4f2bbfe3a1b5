import { isMark } from './control-tokens.ts';
import { decodeEntity, entity, invisible } from './entities.ts';
import { findQuote, plain } from './quote.ts';

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
    const found = findQuote(wanted, quote);
    if (found === undefined) return undefined;
    origins ??= originsOf(text);
    const start = origins.starts[found[0]];
    const end = origins.ends[found[1] - 1];
    return start === undefined || end === undefined ? undefined : { start, end };
  };
}

/** Where each character of a plain text comes from in the text as it was written. */
interface Origins {
  starts: number[];
  ends: number[];
}

/**
 * Walks the same way as `plain`: entities are characters, what can't be seen is nothing, white space is folded, and
 * none of it beside marks; lower case.
 */
function originsOf(text: string): Origins {
  const origins: Origins = { starts: [], ends: [] };
  let index = 0;
  let gap: number | undefined;
  let before = '';
  const parts = new RegExp(`${entity.source}|.`, 'gisu');
  for (const [part] of text.matchAll(parts)) {
    const start = index;
    index += part.length;
    for (const character of part.startsWith('&') ? decodeEntity(part) : part) {
      if (character.replace(invisible, '') === '') continue;
      if (/\s/u.test(character)) {
        gap ??= start;
        continue;
      }
      const isGap = gap !== undefined && before !== '' && !isMark(before) && !isMark(character);
      if (isGap) push(origins, gap ?? start, start);
      gap = undefined;
      before = character;
      const lower = character === '…' ? 3 : character.toLowerCase().length;
      for (let unit = 0; unit < lower; unit++)
        if (lower === part.length) push(origins, start + unit, start + unit + 1);
        else push(origins, start, index);
    }
  }
  return origins;
}

function push({ starts, ends }: Origins, start: number, end: number): void {
  starts.push(start);
  ends.push(end);
}
