/** Prints one figure: what it is of, what was measured, what was asked for. */
export function print(what: string, figure: string, asked = ''): void {
  console.log(`${what.padEnd(58)} ${figure.padEnd(26)} ${asked}`.trimEnd());
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
