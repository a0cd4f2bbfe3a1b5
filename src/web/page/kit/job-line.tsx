import { Group, Loader, Text } from '@mantine/core';
import type { JobState } from '../../api/trust/job-state.ts';
import { Problem } from './states.tsx';
import { showCount } from './words/numbers.ts';

/** Milliseconds between two looks at what is at work. */
const askAgainMs = 1000;

export const isBusy = (job: JobState | null | undefined): boolean =>
  job?.status === 'waiting' || job?.status === 'running';

/** When to look again. */
export const lookAgain = (job: JobState | null | undefined): number | false =>
  isBusy(job) ? askAgainMs : false;

/** How what was started here stands, as long as that is worth a line. */
export function JobLine({
  job,
  doing,
  most,
}: {
  job: JobState | null;
  doing: string;
  /** Calls that it takes at most, where that is known. */
  most?: number | undefined;
}) {
  if (job?.status === 'failed') return <Problem error={job.error} />;
  if (!isBusy(job)) return null;
  const calls =
    job?.calls === 0 || job === null
      ? ''
      : `: ${showCount(job.calls)} ${most === undefined ? 'calls so far' : `of at most ${showCount(Math.max(most, job.calls))} calls`}`;
  return (
    <Group gap="xs" role="status" wrap="nowrap">
      <Loader size="xs" />
      <Text size="sm">
        {job?.status === 'waiting' ? 'It waits for its turn: other work comes first' : doing}
        {calls}
      </Text>
    </Group>
  );
}
