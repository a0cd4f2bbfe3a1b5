import measureText from 'fast-string-truncated-width';
import { screenWidth } from './screen-width.ts';

/** The lines of a text that is to stand so many columns from the left, broken between words. */
export function wrap(text: string, indent: number): string[] {
  const room = Math.max(20, screenWidth() - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && measureText(longer).width > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
