import measureText from 'fast-string-truncated-width';

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

/** Columns of the terminal: as COLUMNS says, else as the terminal does, else 100. */
export function screenWidth(): number {
  const { COLUMNS = '' } = process.env;
  return /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : (process.stdout.columns ?? 100);
}
