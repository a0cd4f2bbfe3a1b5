import type { JobRequest } from '../../api/job.ts';
import type { JobState } from '../../api/trust/job-state.ts';
import type { Job } from '../jobs/marked-jobs.ts';
import type { Services } from '../services.ts';

/** How the newest job stands that asks for what is wanted; null where none was started here. */
export async function newestJob(
  services: Pick<Services, 'jobs' | 'ledger'>,
  isWanted: (request: JobRequest) => boolean,
): Promise<JobState | null> {
  const job = await findNewest(services, isWanted);
  return job === undefined ? null : stateOf(services, job);
}

/** The run that holds the books of that job; null where there is none yet. */
export async function runOfNewest(
  services: Pick<Services, 'jobs'>,
  isWanted: (request: JobRequest) => boolean,
): Promise<string | null> {
  return (await findNewest(services, isWanted))?.run ?? null;
}

async function findNewest(
  { jobs }: Pick<Services, 'jobs'>,
  isWanted: (request: JobRequest) => boolean,
): Promise<Job | undefined> {
  return (await jobs.list()).find(
    ({ request, wanted }) => request !== undefined && wanted !== 'cancelled' && isWanted(request),
  );
}

async function stateOf(
  { jobs, ledger }: Pick<Services, 'jobs' | 'ledger'>,
  job: Job,
): Promise<JobState> {
  const { id, run, at, error } = job;
  const status = statusOf(jobs, job);
  const calls = run === null ? undefined : await ledger.progress.countCalls(run);
  return {
    id,
    status,
    at: Number(at),
    error: status === 'failed' ? (error ?? 'it was stopped before its end') : null,
    calls: calls === undefined ? 0 : calls.paid + calls.failed,
  };
}

function statusOf({ line }: Services['jobs'], { id, wanted, error }: Job): JobState['status'] {
  if (line.isWaiting(id)) return 'waiting';
  if (wanted === 'running' || line.processOf(id) !== undefined) return 'running';
  return wanted === 'done' && error === null ? 'done' : 'failed';
}
