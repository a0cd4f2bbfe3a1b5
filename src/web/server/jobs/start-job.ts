import type { ChildProcess } from 'node:child_process';
import { z } from 'zod';
import { JobRequest } from '../../api/job.ts';
import type { Resources } from './request/resources.ts';

/** What the process of a job is told by the server that started it. */
export const JobOrder = z.object({
  /** Where the page's own files lie, and the themes that the server was started with. */
  folder: z.string(),
  themes: z.string(),
  job: JobRequest,
});
export type JobOrder = z.output<typeof JobOrder>;

/** Starts the process of a job. What it is to do goes through the channel between the two, and no shell or option reads it. */
export function startJob(
  { start, servers, folder, themes }: Resources,
  job: JobRequest,
): ChildProcess {
  const environment = servers.environmentFor(servers.ofJob(job));
  const child = start(['job'], { environment });
  // One that is gone already says so by its end.
  child.send({ folder, themes, job } satisfies JobOrder, () => {});
  return child;
}
