import { once } from 'node:events';
import { batch } from '../../../../workflows/batch.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import { ownCommand } from '../../../installation.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { JobRequest } from '../../../web/api/job.ts';
import { Files } from '../../../web/server/jobs/request/files.ts';
import { withoutFolders } from '../../../web/server/jobs/request/own-place.ts';
import { optionsOfRun, optionsOfSearch } from '../../../web/server/jobs/request/request-options.ts';
import { searchedFile } from '../../../web/server/jobs/request/searched-file.ts';
import { JobOrder } from '../../../web/server/jobs/start-job.ts';
import { finish } from '../../drawing/reports/report.ts';
import { hearShown } from '../judge/hear-shown.ts';
import { makeTheme, searchFor } from '../judge/search.ts';
import { withLedger } from '../with-ledger.ts';
import { runCalibration, runLearning, runSharpening } from './side-job.ts';

/** Does what a page's server orders of this process. */
export async function runJob({ ledger }: { ledger: string }): Promise<number> {
  if (process.send === undefined)
    throw new UserMistake(`only the page starts jobs; open it with: ${ownCommand()} serve`);
  const { job, ...home } = JobOrder.parse((await once(process, 'message'))[0]);
  switch (job.workflow) {
    case 'calibrate':
      return runCalibration(job.request, home, ledger);
    case 'learn':
      return runLearning(job.request, home, ledger);
    case 'sharpen':
      return runSharpening(job.request, home, ledger);
    default:
      return finish(await judge(job, home, ledger), undefined, { ledger }, undefined);
  }
}

async function judge(
  job: Extract<JobRequest, { workflow: 'batch' | 'search' }>,
  home: Omit<JobOrder, 'job'>,
  ledger: string,
) {
  switch (job.workflow) {
    case 'batch': {
      const file = await new Files(home.folder).find(job.request.file);
      return withoutFolders(file, async () =>
        hearShown(batch, await optionsOfRun(job.request, file.path, home, ledger), { ledger }),
      );
    }
    case 'search': {
      const { request } = job;
      const { theme, name, examples: example } = request;
      const open = (opened: Ledger) => searchedFile({ ...home, ledger: opened }, request);
      const file = await withLedger(ledger, open);
      return withoutFolders(file, () =>
        searchFor(
          makeTheme({ theme, example, ...(name === undefined ? {} : { name }) }),
          optionsOfSearch(request, file, ledger),
          { ledger },
        ),
      );
    }
  }
}
