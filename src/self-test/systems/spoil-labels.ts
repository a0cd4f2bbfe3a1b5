import { sample } from '../../domain/random.ts';
import type { LongTicket } from './long-batch.ts';

export interface SpoiledLabels {
  /** By ticket id. */
  labels: Map<string, readonly string[]>;
  /** Tickets whose label is wrong. */
  noted: Set<string>;
}

/** Labels of which a share is wrong: one theme dropped, one added, or one replaced by another. */
export function spoilLabels(
  random: () => number,
  batch: readonly LongTicket[],
  themes: readonly string[],
  rate: number,
): SpoiledLabels {
  const labels = new Map<string, readonly string[]>();
  const noted = new Set<string>();
  for (const { id, themes: applying } of batch) {
    const right = applying.filter((theme) => themes.includes(theme));
    labels.set(id, right);
    if (random() >= rate) continue;
    const [kind] = sample(random, ['dropped', 'added', 'replaced'], 1);
    const kept = kind === 'added' ? right : right.slice(1);
    const others = themes.filter((theme) => !right.includes(theme));
    const added = kind === 'dropped' ? [] : sample(random, others, 1);
    const told = [...kept, ...added];
    if (told.join() === right.join()) continue;
    labels.set(id, told);
    noted.add(id);
  }
  return { labels, noted };
}
