import type { Case } from '../diagnosis/case.ts';
import { diagnoseRun } from '../diagnosis/diagnose-run.ts';
import type { Finding } from '../diagnosis/finding.ts';
import { isRight } from '../diagnosis/replay.ts';
import { type JudgedBatch, judgeBatch } from './judge-batch.ts';

/** What a diagnosis makes of a run, with labels and without. */
export interface Trial {
  withGold: Finding[];
  withoutGold: Finding[];
  /** Tickets whose decision isn't what the label says, or is left open. */
  changed: Set<string>;
}

/**
 * Judges a small batch and has it diagnosed.
 * @param labels by ticket id
 */
export async function runTrial(
  batch: JudgedBatch,
  labels: ReadonlyMap<string, readonly string[]>,
): Promise<Trial> {
  return judgeBatch(batch, async ({ read }) => {
    const changed = new Set<string>();
    for await (const known of read(({ id }) => labels.get(id)))
      if (isChanged(known)) changed.add(known.ticket.id);
    const withGold = await diagnoseRun(read(({ id }) => labels.get(id)));
    const withoutGold = await diagnoseRun(read(() => undefined));
    return { withGold: withGold.findings, withoutGold: withoutGold.findings, changed };
  });
}

function isChanged({ decision, gold }: Case): boolean {
  return decision.status !== 'decided' || !isRight(decision.themes, gold ?? []);
}
