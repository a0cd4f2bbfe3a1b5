import { type BatchOptions, hearFile, type RunReport } from './batch.ts';

/** Hears one ticket after another, in the file's order. */
export function sequential(options: BatchOptions): Promise<RunReport> {
  return hearFile('sequential', { ...options, docket: 1 });
}
