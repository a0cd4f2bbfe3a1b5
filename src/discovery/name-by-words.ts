import { themeIdOf } from '../domain/theme.ts';
import type { Coverage, Example } from './cover-tickets.ts';
import type { Clustering } from './find-clusters.ts';

/** What clusters are called, together where they are one theme. */
export interface Naming {
  clusters: number[];
  name: string;
  definition: string;
  counts: string[];
  examples: Example[];
  words: string[];
}

const wordsInName = 3;

/** Names clusters by the words that set them apart, in their order. */
export function nameByWords({ clusters }: Clustering, { nearest }: Coverage): Naming[] {
  const taken = new Set<string>();
  return clusters.map(({ words }, cluster) => {
    let name = '';
    for (let count = wordsInName; name === '' || taken.has(themeIdOf(name)); count++) {
      const more = count > words.length ? [String(cluster + 1)] : [];
      name = capitalise([...words.slice(0, count), ...more].join(', '));
    }
    taken.add(themeIdOf(name));
    const others = words.slice(wordsInName);
    return {
      clusters: [cluster],
      name,
      definition: `The customer writes about ${listOf(words.slice(0, wordsInName))}.`,
      counts: others.length === 0 ? [] : [`Words such as ${others.join(', ')}`],
      examples: nearest[cluster] ?? [],
      words,
    };
  });
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function listOf(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
