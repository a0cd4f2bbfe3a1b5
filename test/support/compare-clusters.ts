/**
 * How well clusters and labels agree, whatever they are called. `information` is their mutual information
 * over the mean of their entropies, 0 to 1; `purity` the share of items in a cluster whose label is the
 * cluster's most frequent one.
 */
export function compareClusters(pairs: readonly { cluster: string; label: string }[]): {
  information: number;
  purity: number;
} {
  const clusters = countBy(pairs, ({ cluster }) => cluster);
  const labels = countBy(pairs, ({ label }) => label);
  const both = countBy(pairs, ({ cluster, label }) => JSON.stringify([cluster, label]));
  const most = new Map<string, number>();
  for (const [pair, count] of both) {
    const [cluster = ''] = JSON.parse(pair) as string[];
    most.set(cluster, Math.max(most.get(cluster) ?? 0, count));
  }
  const entropies = entropyOf(clusters) + entropyOf(labels);
  return {
    // One cluster and one label agree, though neither tells anything.
    information: entropies === 0 ? 1 : (2 * (entropies - entropyOf(both))) / entropies,
    purity: [...most.values()].reduce((sum, count) => sum + count, 0) / Math.max(1, pairs.length),
  };
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function entropyOf(counts: ReadonlyMap<string, number>): number {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts.values()].reduce(
    (sum, count) => sum - (count / all) * Math.log(count / all),
    0,
  );
}
