/** How much more often a cluster's pieces have a word than the others do, weighed by how many have it. */
export function tellingWords(
  inside: ReadonlyMap<number, number>,
  pieces: number,
  all: { words: Float64Array; pieces: number },
): number[] {
  return [...inside]
    .filter(([, count]) => count >= fewest)
    .map(([word, count]) => {
      const within = (count + 0.5) / (pieces + 1);
      const without = ((all.words[word] ?? 0) - count + 0.5) / (all.pieces - pieces + 1);
      return { word, weight: count ** 0.7 * Math.log(within / without) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.word - b.word)
    .map(({ word }) => word);
}

const fewest = 2;

/** Two of the words that often stand side by side in the texts become one phrase: `leg room`. */
export function phraseWords(words: readonly string[], texts: readonly string[]): string[] {
  const lower = texts.map((text) => text.toLowerCase());
  const having = (phrase: string) => {
    // Words are letters only: nothing in them means something else to an expression.
    const whole = new RegExp(`(?<!\\p{L})${phrase}(?!\\p{L})`, 'u');
    return lower.filter((text) => whole.test(text)).length;
  };
  const left = [...words];
  const phrases: string[] = [];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const first = word;
    const best = left
      .flatMap((other) =>
        [`${first} ${other}`, `${other} ${first}`].map((phrase) => ({
          phrase,
          other,
          count: having(phrase),
        })),
      )
      .filter(({ count, other }) => count >= 3 && count >= shareOfPhrase * having(other))
      .sort((a, b) => b.count - a.count)[0];
    phrases.push(best?.phrase ?? first);
    if (best !== undefined) left.splice(left.indexOf(best.other), 1);
  }
  return phrases;
}

/** Of the rarer word's uses. */
const shareOfPhrase = 0.25;
