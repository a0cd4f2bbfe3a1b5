import type { RunRow } from '../../../ledger/schema.ts';
import type { RunStatus } from '../../api/runs.ts';
import type { Job } from '../jobs/marked-jobs.ts';

/** How a run or a job stands: what the ledger says of it, what was wanted, and whether it is at work. */
export function statusOf(
  run: Pick<RunRow, 'status'> | undefined,
  job: Job | undefined,
  isAtWork: boolean,
): RunStatus {
  if (run?.status === 'finished') return 'finished';
  if (isAtWork) {
    if (job?.wanted === 'paused') return 'pausing';
    if (job?.wanted === 'cancelled') return 'cancelling';
    return run === undefined ? 'starting' : 'running';
  }
  if (job?.request === undefined) return 'interrupted';
  switch (job.wanted) {
    case 'running':
      return 'starting';
    case 'paused':
    case 'cancelled':
      return job.wanted;
    case 'done':
      return job.error === null ? 'interrupted' : 'failed';
  }
}
