import type { Jobs } from './jobs/jobs.ts';
import type { Resources } from './jobs/request/resources.ts';

/** What the routes work with. */
export interface Services extends Resources {
  jobs: Jobs;
}
