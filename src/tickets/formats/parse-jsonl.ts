import { UserMistake } from '../../domain/mistake.ts';
import { shorten } from '../make-ticket.ts';

export interface JsonLine {
  line: number;
  /** The object's values by key, each as text. */
  values: Map<string, string>;
  flaw?: string;
}

/** Characters that one line may hold. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** One JSON object a line; a line that is none comes out with its flaw. */
export async function* readJsonLines(pieces: AsyncIterable<string>): AsyncGenerator<JsonLine> {
  let kept = '';
  let line = 0;
  for await (const piece of pieces) {
    const lines = (kept + piece).split(/\r\n|\n|\r(?=[^\n])/);
    kept = lines.pop() ?? '';
    if (kept.length > LONGEST_LINE) {
      throw new UserMistake(
        `line ${line + 1} is longer than ${LONGEST_LINE / 1024 / 1024} million characters; is this one JSON object a line?`,
      );
    }
    for (const text of lines) {
      line++;
      if (text.trim() !== '') yield parseLine(text, line);
    }
  }
  if (kept.trim() !== '') yield parseLine(kept, line + 1);
}

export function parseLine(text: string, line: number): JsonLine {
  try {
    const value: unknown = JSON.parse(keepLongNumbers(text));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { line, values: new Map(Object.entries(value).map(([key, v]) => [key, asText(v)])) };
    }
    return { line, values: new Map(), flaw: `not a JSON object: ${shorten(text.trim())}` };
  } catch {
    return { line, values: new Map(), flaw: `not JSON: ${shorten(text.trim())}` };
  }
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  const json = JSON.stringify(value);
  // MongoDB's exports say of which kind a value is.
  return /^\{"\$(?:oid|date|uuid|numberLong|numberDecimal)":"([^"\\]*)"\}$/.exec(json)?.[1] ?? json;
}

/** Ids of 17 digits and more lose their last digits as JavaScript numbers, so they become strings. */
function keepLongNumbers(text: string): string {
  if (!/\d{16}/.test(text)) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    token.startsWith('"') || String(Number(token)) === token ? token : `"${token}"`,
  );
}
