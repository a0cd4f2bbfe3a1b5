/** Bytes that no UTF-8 has: behind each text of a ticket, so that nothing is found across two. */
const end = 0xff;

/** The texts of some tickets, to be searched at once: as `textBytes` makes them. */
export interface TextPart {
  bytes: Buffer;
  /** Where each ticket begins. */
  starts: Uint32Array;
}

/** As texts are compared: upper and lower case alike, and letters alike however their accents are written. */
export function textBytes(text: string): Buffer {
  return Buffer.from(plain(text));
}

export function packTexts(tickets: readonly (readonly string[])[]): TextPart {
  const texts = tickets.map((ticket) => ticket.map(plain));
  const most = texts.flat().reduce((sum, { length }) => sum + 3 * length + 1, 0);
  const room = Buffer.allocUnsafe(most);
  let length = 0;
  const starts = Uint32Array.from(texts, (ticket) => {
    const start = length;
    for (const text of ticket) {
      length += room.write(text, length);
      room[length++] = end;
    }
    return start;
  });
  return { bytes: Buffer.from(room.subarray(0, length)), starts };
}

function plain(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Letters in fewer are in most tickets. */
const fewestLetters = 3;

/**
 * The most letters of the words that stand in whatever `textBytes` finds the words in, as it was before; undefined where
 * they are too few. Other characters than i and I are i in lower case, and other ones than k and K are k: `_` stands there.
 */
export function findLetters(words: string): string | undefined {
  const [longest = ''] = plain(words)
    .split(/[^a-z0-9 ]+/)
    .map((letters) => letters.replace(/[ik]/g, '_').replace(/^_+|_+$/g, ''))
    .sort((one, other) => other.length - one.length);
  return longest.length < fewestLetters ? undefined : longest;
}
