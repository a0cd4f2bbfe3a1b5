/** `1 ticket`, `2,000 tickets`, or with what follows: `1 ticket was`, `2 tickets were`. */
export function plural(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : several}`;
}
