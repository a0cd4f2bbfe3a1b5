import { newOutline, readPath, scanRecords } from './scan-json.ts';

/** Characters from the start from which it is told where the records are. */
const startCharacters = 1024 * 1024;
/** What envelopes call the list that matters. */
const LIST_NAMES =
  /^(tickets|results|data|items|value|records|conversations|issues|reviews|rows|entries|hits|responses|messages|feedback|cases|requests|comments|elements|objects)\b/i;

/**
 * Where the records are: in one list, in the list of an envelope, or at the top.
 * Nothing for one JSON object a line.
 */
export async function findRecords(
  name: string,
  pieces: AsyncIterable<string>,
): Promise<string[] | undefined> {
  const text = await startOf(pieces);
  const first = /\S/.exec(text)?.[0];
  if (first !== '[' && first !== '{') return undefined;
  const outline = newOutline();
  for await (const _ of scanRecords(name, [text], undefined, outline));
  if (first === '[') return outline.lists.has('[]') ? ['[]'] : undefined;
  const lines = text.trim().split(/\r\n|\n|\r/, 2);
  const isWhole = isJson(lines[0] ?? '');
  const path = isEnvelope(outline.own) ? bestList(outline.lists) : undefined;
  if (path !== undefined) return readPath(path);
  return isWhole || lines.length === 1 ? undefined : [];
}

/** An object around the records has no text and no id of its own. */
function isEnvelope(own: ReadonlyMap<string, string>): boolean {
  return [...own].every(
    ([key, value]) =>
      !/^(id|_id|key|uuid|.*_id|text|body|description|subject|title|message|comment)$/i.test(key) &&
      (value.match(/\s/g)?.length ?? 0) < 6,
  );
}

/** The one that is least deep; of several, by its name, then by its length. */
function bestList(lists: ReadonlyMap<string, { objects: number }>): string | undefined {
  const depth = (path: string) => path.split(/[.[]/).length;
  const weigh = (path: string) => (LIST_NAMES.test(path.split('.').at(-1) ?? '') ? 1 : 0);
  return [...lists]
    .sort(
      ([a, one], [b, other]) =>
        depth(a) - depth(b) || weigh(b) - weigh(a) || other.objects - one.objects,
    )
    .map(([path]) => path)[0];
}

async function startOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length >= startCharacters) break;
  }
  return text.slice(0, startCharacters);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
