import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { JobLine } from '../../../../src/web/server/jobs/job-line.ts';
import { JobProcess } from '../../../../src/web/server/jobs/job-process.ts';
import { whenFileEnds } from '../../../support/endings.ts';

/** A line of jobs that are real processes, each of which goes on until it is interrupted. */
function lineOf(jobs: string[], broken = '') {
  const line = new JobLine();
  const started: string[] = [];
  const refused: string[] = [];
  for (const job of jobs)
    line.enter(job, {
      start() {
        if (job === broken) throw new Error(`${job} is broken`);
        started.push(job);
        const child = spawn('sleep', ['60']);
        whenFileEnds(() => child.kill('SIGKILL'));
        return new JobProcess(child);
      },
      refuse: async (error) => void refused.push(String(error)),
      follow: async ({ ended }) => void (await ended),
    });
  const end = async (job: string) => {
    const ended = line.ended(job);
    line.processOf(job)?.interrupt();
    await ended;
  };
  return { line, started, refused, end };
}

it('has four jobs at work at most; the others wait and follow in their order', async () => {
  const { line, started, end } = lineOf(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  expect(started).toEqual(['a', 'b', 'c', 'd']);
  expect(line.size).toBe(7);
  expect(['d', 'e'].map((job) => line.isWaiting(job))).toEqual([false, true]);
  await end('c');
  expect(started).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(line.leave('f')).toBe(true);
  expect(line.leave('a')).toBe(false);
  await end('a');
  expect(started).toEqual(['a', 'b', 'c', 'd', 'e', 'g']);
  await line.close();
  expect(line.size).toBe(0);
});

it('starts nothing that waits when it closes, and takes nothing in afterwards', async () => {
  const { line, started } = lineOf(['a', 'b', 'c', 'd', 'e']);
  await line.close();
  line.enter('f', {
    start: () => expect.unreachable(),
    refuse: async () => {},
    follow: async () => {},
  });
  expect(started).toEqual(['a', 'b', 'c', 'd']);
  expect(line.size).toBe(0);
});

it('passes over one that can’t be started when its turn comes, and says why', async () => {
  const { line, started, refused, end } = lineOf(['a', 'b', 'c', 'd', 'e', 'f'], 'e');
  await end('a');
  expect(started).toEqual(['a', 'b', 'c', 'd', 'f']);
  expect(refused).toEqual(['Error: e is broken']);
  await line.close();
});
