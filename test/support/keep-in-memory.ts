// What tests write is in memory for as long as they last, where there is room: nothing there waits for a disk.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const memory = '/dev/shm';
const leastBytes = 2 * 2 ** 30;

/** Memory that is a disk, else the usual place for temporary files. */
export const quickDisk = isRoomy() ? memory : tmpdir();

function isRoomy(): boolean {
  if (!existsSync(memory)) return false;
  const { bavail, bsize } = statfsSync(memory);
  // Tests run programs from there.
  const runsNothing = / \/dev\/shm \S+ \S*\bnoexec\b/.test(readFileSync('/proc/mounts', 'utf8'));
  return bavail * bsize > leastBytes && !runsNothing;
}

export default function keepInMemory() {
  const folder = mkdtempSync(path.join(quickDisk, 'tribunal-tests-'));
  // As the usual place is: some of what tests start is another user's.
  chmodSync(folder, 0o1777);
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
