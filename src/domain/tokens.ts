/**
 * About how many tokens a text is: a quarter of its UTF-8 bytes. That is near the truth for English,
 * and errs to the safe side for scripts of two and three bytes a character.
 */
export function tokensIn(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}
