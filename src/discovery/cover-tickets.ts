import { foldWhiteSpace } from '../domain/ticket.ts';
import type { TicketFile } from '../tickets/read-tickets.ts';
import type { Clustering } from './find-clusters.ts';

/** A sentence that speaks of a cluster, verbatim, and whose ticket it is in. */
export interface Example {
  ticket: string;
  quote: string;
}

export interface Coverage {
  /** Tickets that speak of any of these clusters. */
  count(clusters: readonly number[]): number;
  /** Of each cluster the sentences nearest to its centre, from different tickets. */
  nearest: Example[][];
  /** Of each cluster some sentences as they come. */
  some: string[][];
}

const nearestKept = 8;
const someKept = 150;
/** Characters of an example: shorter says little, longer says more than one thing. */
const exampleLength = { least: 25, most: 220 };

/** Reads all tickets of a file by the clusters that were found in its sample. */
export async function coverTickets(file: TicketFile, clustering: Clustering): Promise<Coverage> {
  // How often each set of clusters occurs: far fewer sets than tickets.
  const sets = new Map<string, number>();
  const found = clustering.clusters.map(() => ({
    nearest: [] as (Example & { similarity: number })[],
    some: [] as string[],
  }));
  for await (const ticket of file.tickets()) {
    if (ticket.defect !== undefined) continue;
    const clusters = new Set<number>();
    for (const { cluster, similarity, text: quote } of clustering.belongings(ticket.text)) {
      const own = found[cluster];
      if (own === undefined) continue;
      if (own.some.length < someKept) own.some.push(quote);
      if (!clusters.has(cluster))
        keepNearest(own.nearest, { ticket: ticket.id, quote, similarity });
      clusters.add(cluster);
    }
    const set = [...clusters].sort((a, b) => a - b).join(' ');
    sets.set(set, (sets.get(set) ?? 0) + 1);
  }
  return {
    count(clusters) {
      const wanted = new Set(clusters.map(String));
      let count = 0;
      for (const [set, tickets] of sets)
        if (set.split(' ').some((cluster) => wanted.has(cluster))) count += tickets;
      return count;
    },
    nearest: found.map(({ nearest }) => nearest.map(({ ticket, quote }) => ({ ticket, quote }))),
    some: found.map(({ some }) => some),
  };
}

function keepNearest(
  nearest: (Example & { similarity: number })[],
  example: Example & { similarity: number },
): void {
  const { length } = example.quote;
  const last = nearest[nearestKept - 1];
  if (length < exampleLength.least || length > exampleLength.most) return;
  if (last !== undefined && last.similarity >= example.similarity) return;
  const same = foldWhiteSpace(example.quote).toLowerCase();
  if (nearest.some(({ quote }) => foldWhiteSpace(quote).toLowerCase() === same)) return;
  nearest.push(example);
  nearest.sort((a, b) => b.similarity - a.similarity);
  nearest.length = Math.min(nearest.length, nearestKept);
}
