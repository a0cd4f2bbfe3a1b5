import { Button, Group, Loader, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import type { JobState } from '../../api/trust/job-state.ts';
import { post } from '../client.ts';
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
  if (job === null || !isBusy(job)) return null;
  const calls =
    job.calls === 0
      ? ''
      : `: ${showCount(job.calls)} ${most === undefined ? 'calls so far' : `of at most ${showCount(Math.max(most, job.calls))} calls`}`;
  return (
    <Group gap="xs" wrap="nowrap">
      <Loader size="xs" />
      <Text size="sm" role="status">
        {job.status === 'waiting' ? 'It waits for its turn: other work comes first' : doing}
        {calls}
      </Text>
      <CancelJob key={job.id} job={job.id} />
    </Group>
  );
}

/** What it paid for is kept. Whoever shows the job looks again by itself. */
function CancelJob({ job }: { job: string }) {
  const leaving = useMutation({
    mutationFn: () => post(`/jobs/${job}/cancel`),
    onError: ({ message }) => notifications.show({ color: 'red', message }),
  });
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={leaving.isPending}
      disabled={leaving.isSuccess}
      onClick={() => leaving.mutate()}
    >
      Cancel
    </Button>
  );
}
