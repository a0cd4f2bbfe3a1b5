import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { UserMistake } from '../../../domain/mistake.ts';
import { ownCommand } from '../../../installation.ts';
import {
  readUpload,
  type UploadQuestion,
} from '../../../web/server/jobs/request/upload-reading.ts';

/** Memory that the process may take, in all. */
const mostBytes = 1.5 * 1024 * 1024 * 1024;
/** Ends the process though its own thread be busy. The heap has a limit of its own; this is for what is outside of it. */
const guard = `setInterval(() => {
  if (process.memoryUsage.rss() > ${mostBytes}) process.kill(process.pid, 'SIGKILL');
}, 50);`;

/** Reads the uploads that a page's server names, one after the other, as long as that is there. */
export async function runReadUpload(): Promise<number> {
  if (process.send === undefined)
    throw new UserMistake(
      `only the page reads uploads so; for a file of yours: ${ownCommand()} inspect FILE`,
    );
  new Worker(guard, { eval: true }).unref();
  let broke: unknown;
  process.on('message', async (question) => {
    try {
      process.send?.(await readUpload(question as UploadQuestion));
    } catch (error) {
      broke = error;
      process.disconnect();
    }
  });
  await once(process, 'disconnect');
  if (broke !== undefined) throw broke;
  return 0;
}
