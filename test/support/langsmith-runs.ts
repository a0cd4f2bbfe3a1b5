import type { LangSmithRun } from '../../src/trace/export/langsmith-runs.ts';
import type { Receiver } from './receiver.ts';

/** All runs that a stand-in for LangSmith got, in order. */
export function langSmithRunsAt({ requests }: Receiver): LangSmithRun[] {
  return requests.flatMap(({ body }) => JSON.parse(body.toString()).post as LangSmithRun[]);
}

/**
 * What LangSmith would make of them: for each root, how many runs are below it. Throws where a run's
 * place in the tree and its ids don't say the same.
 */
export function langSmithTrees(runs: readonly LangSmithRun[]): Map<string, number> {
  const known = new Map(runs.map((run) => [run.id, run]));
  const trees = new Map<string, number>();
  for (const run of runs) {
    const path = run.dotted_order.split('.').map((step) => step.split('Z')[1] ?? '');
    if (path.at(-1) !== run.id || path[0] !== run.trace_id || path.at(-2) !== run.parent_run_id)
      throw new Error(`the place of ${run.id} is not ${run.dotted_order}`);
    if (path.some((id) => known.get(id)?.trace_id !== run.trace_id))
      throw new Error(`${run.id} is below a run of another trace`);
    trees.set(run.trace_id, (trees.get(run.trace_id) ?? -1) + 1);
  }
  return trees;
}
