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

/** Reads the upload that a page's server names. */
export async function runReadUpload(): Promise<number> {
  if (process.send === undefined)
    throw new UserMistake(
      `only the page reads uploads so; for a file of yours: ${ownCommand()} inspect FILE`,
    );
  new Worker(guard, { eval: true }).unref();
  const [question] = (await once(process, 'message')) as [UploadQuestion];
  const answer = await readUpload(question);
  await new Promise((resolve) => process.send?.(answer, resolve));
  process.disconnect?.();
  return 0;
}
