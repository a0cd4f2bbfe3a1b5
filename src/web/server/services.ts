import type { Jobs } from './jobs.ts';
import type { Resources } from './resources.ts';

/** What the routes work with. */
export interface Services extends Resources {
  jobs: Jobs;
}
