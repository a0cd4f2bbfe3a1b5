import type { BatchOptions } from '../src/runs/batch-options.ts';
import type { RunReport } from '../src/runs/close-run.ts';
import { hearFile } from './batch.ts';

/** Hears one ticket after another, in the file's order. */
export function sequential(options: BatchOptions): Promise<RunReport> {
  return hearFile('sequential', { ...options, docket: 1 });
}
