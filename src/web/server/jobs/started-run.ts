import { UserMistake } from '../../../domain/mistake.ts';
import type { StartedRun } from '../../api/run-request.ts';
import type { Jobs } from './jobs.ts';

/** A run has begun, or said why it can't, after so many milliseconds; large files take longer to open. */
const mostWaitMs = 20_000;

/** What a job became. @throws UserMistake where it could not begin */
export async function startedRun(jobs: Jobs, job: string): Promise<StartedRun> {
  const beginning = await jobs.begun(job, mostWaitMs);
  if (beginning !== undefined && 'error' in beginning) throw new UserMistake(beginning.error);
  return { job, run: beginning?.run ?? null };
}
