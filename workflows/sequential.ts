import { hearFile } from './batch.ts';
import type { BatchOptions } from './batch-options.ts';
import type { RunReport } from './close-run.ts';

/** Hears one ticket after another, in the file's order. */
export function sequential(options: BatchOptions): Promise<RunReport> {
  return hearFile('sequential', { ...options, docket: 1 });
}
