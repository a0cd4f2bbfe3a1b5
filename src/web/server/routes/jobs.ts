import { Hono } from 'hono';
import { Files } from '../jobs/request/files.ts';
import { Plans } from '../jobs/request/plans.ts';
import { UploadReader } from '../jobs/request/upload-reader.ts';
import { Workers } from '../jobs/workers.ts';
import { Live } from '../live.ts';
import { RunOutlines } from '../runs/run-outlines.ts';
import type { Services } from '../services.ts';
import { calibrationRoutes } from '../trust/calibration-routes.ts';
import { Calibrations } from '../trust/calibrations.ts';
import { filesRoutes } from './files.ts';
import { liveRoutes } from './live.ts';
import { plansRoutes } from './plans.ts';
import { runsRoutes } from './runs.ts';
import { workersRoutes } from './workers.ts';

/** Files that are uploaded, runs that are planned, started and stopped, how they go on, and who hears them. */
export function jobsRoutes(services: Services): Hono {
  const files = new Files(services.folder);
  const reader = new UploadReader(services);
  return new Hono()
    .route('/', filesRoutes(files, reader))
    .route('/', plansRoutes(services, new Plans(services, files, reader), files))
    .route('/', calibrationRoutes(new Calibrations(services, files, reader)))
    .route('/', runsRoutes(services, new RunOutlines(services)))
    .route('/', liveRoutes(new Live(services)))
    .route('/', workersRoutes(new Workers(services.ledger)));
}
