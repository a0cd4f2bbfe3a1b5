/** A mistake of the user's: its message is one line that says what to do. The command ends with exit code 2. */
export class UserMistake extends Error {
  override name = 'UserMistake';
  /** The words of a command that helps, as in `['runs', 'list']`; none where the line says it all. */
  readonly next: readonly string[];

  constructor(
    message: string,
    { next = [], ...options }: ErrorOptions & { next?: readonly string[] } = {},
  ) {
    super(message, options);
    this.next = next;
  }
}

/** The candidate nearest to `word` by edit distance, or nothing when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const scored = candidates
    .map((candidate) => ({
      candidate,
      distance: editDistance(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .sort((a, b) => a.distance - b.distance);
  const best = scored[0];
  return best !== undefined && best.distance <= Math.max(2, word.length / 2)
    ? best.candidate
    : undefined;
}

/** Letters to change, add or take away until one word is the other. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
