/** How a process ended. */
export interface Ending {
  code: number | null;
  /** It was interrupted, by a signal of ours or by itself. */
  isInterrupted: boolean;
  /** Its last messages. */
  lines: string[];
}

/** The one line that says why. */
export function explain({ code, lines }: Ending): string {
  const stopped = lines.find((line) => line.startsWith('Stopped'));
  const mistake = lines.find((line) => line.startsWith('tribunal: '))?.slice('tribunal: '.length);
  const said = stopped ?? mistake ?? lines.at(-1) ?? 'it said nothing';
  const line =
    code === 70 ? `it broke off: ${said}` : code === null ? `it was killed: ${said}` : said;
  return line.slice(0, 1000);
}
