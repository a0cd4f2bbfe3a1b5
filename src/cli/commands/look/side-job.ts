import { calibrate } from '../../../../workflows/calibrate.ts';
import { learn } from '../../../../workflows/learn.ts';
import { findLessons } from '../../../../workflows/sharpen.ts';
import { ownCommand } from '../../../installation.ts';
import { readEndpoint } from '../../../model/endpoint.ts';
import { explainStop } from '../../../model/faults/explain-stop.ts';
import { readRun } from '../../../settings/read-run.ts';
import { usual } from '../../../settings/schema.ts';
import type { JobRequest } from '../../../web/api/job.ts';
import { savedPlace } from '../../../web/server/jobs/request/chosen-themes.ts';
import { Files } from '../../../web/server/jobs/request/files.ts';
import { withoutFolders } from '../../../web/server/jobs/request/own-place.ts';
import { optionsOfCalibration } from '../../../web/server/jobs/request/request-options.ts';
import type { JobOrder } from '../../../web/server/jobs/start-job.ts';
import { say } from '../../drawing/print.ts';
import { tellServer } from '../../drawing/reports/say-start.ts';
import { sayStop } from '../../drawing/reports/say-stop.ts';
import { listenForStop } from '../signals.ts';
import { sharpenWithin } from '../trust/sharpen.ts';
import { withLedger } from '../with-ledger.ts';

type Home = Pick<JobOrder, 'folder' | 'themes'>;
type Asked<Workflow> = Extract<JobRequest, { workflow: Workflow }>['request'];

/** Finds out how many tickets and themes a call may have. Returns the exit code. */
export async function runCalibration(
  request: Asked<'calibrate'>,
  home: Home,
  ledger: string,
): Promise<number> {
  const file = await new Files(home.folder).find(request.file);
  const stopping = listenForStop();
  return withoutFolders(file, async () => {
    const options = await optionsOfCalibration(request, file.path, home, ledger);
    try {
      const { stop, abort } = stopping;
      const report = await calibrate({ ...options, stop, abort, say, onStart: tellServer });
      return report.isDone ? 0 : sayStop(report, report.spent, 'Answers are kept');
    } catch (error) {
      throw await explainStop(error, options.endpoint);
    } finally {
      stopping.release();
    }
  });
}

/** Teaches the embedded model from a run. */
export function runLearning(
  { run }: Asked<'learn'>,
  home: Home,
  location: string,
): Promise<number> {
  return withLedger(location, async (ledger) => {
    const { parsed } = await readRun(ledger, run);
    const place = await savedPlace(parsed, home);
    const command = `${ownCommand()} learn --from ${run}`;
    await learn(ledger, { from: { run }, themes: place, command, say });
    return 0;
  });
}

/** Writes a theme anew from the mistakes of its judge. Returns the exit code. */
export function runSharpening(
  { run, theme, model, baseUrl }: Asked<'sharpen'>,
  home: Home,
  location: string,
): Promise<number> {
  return withLedger(location, async (ledger) => {
    const { parsed } = await readRun(ledger, run);
    const themes = await savedPlace(parsed, home);
    const report = await sharpenWithin(ledger, await findLessons(ledger, { run, theme, themes }), {
      endpoint: readEndpoint(model, baseUrl, undefined),
      timeoutMs: 1000 * usual.timeout,
      onStart: tellServer,
      ...(parsed.redact ? { redact: true } : {}),
    });
    return report.found !== undefined ? 0 : sayStop(report, report.spent, 'Answers are kept');
  });
}
