import { createReadStream } from 'node:fs';
import { Parse } from 'unzipper-esm';
import { UserMistake } from '../domain/mistake.ts';

/** Bytes of a workbook's parts once they are unpacked: they are read as a whole, and take several times that of memory. */
const mostUnpacked = 200 * 1024 * 1024;
/** The unpacker waits for ever for the end of a file that breaks off: so long without a byte is given up, in milliseconds. */
const patienceMs = 2000;

/**
 * Unpacks a workbook to see how large it gets, and keeps nothing: a file of 1 MB may hold gigabytes.
 * @throws UserMistake where it is too large to be read; whatever else is wrong with it, its reader says
 */
export async function checkUnpacked(name: string, path: string): Promise<void> {
  const input = createReadStream(path);
  const entries = input.on('error', () => {}).pipe(Parse({ forceStream: true }));
  let unpacked = 0;
  let seen = -1;
  let watch: NodeJS.Timeout | undefined;
  const count = async () => {
    for await (const entry of entries)
      for await (const chunk of entry) {
        unpacked += chunk.length;
        if (unpacked > mostUnpacked) return;
      }
  };
  const stalled = new Promise<void>((resolve) => {
    watch = setInterval(() => {
      if (seen === unpacked) resolve();
      seen = unpacked;
    }, patienceMs);
  });
  try {
    await Promise.race([count().catch(() => {}), stalled]);
  } finally {
    clearInterval(watch);
    input.destroy();
    entries.destroy();
  }
  if (unpacked > mostUnpacked)
    throw new UserMistake(
      `${name} unpacks to more than ${mostUnpacked / 1024 / 1024} MB, too much for a workbook to be read; save its sheet as .csv`,
    );
}
