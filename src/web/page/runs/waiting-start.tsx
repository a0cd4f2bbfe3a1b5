import { Alert, Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { WaitingJob } from '../../api/runs.ts';
import { post } from '../client.ts';
import { StatusMark } from '../kit/marks.tsx';
import { showTime } from '../kit/words/numbers.ts';

/** What was started and has no run yet. */
export function WaitingStart({ id, file, status, error, at }: WaitingJob) {
  const queries = useQueryClient();
  const leaving = useMutation({
    mutationFn: () => post(`/jobs/${id}/cancel`),
    onError: ({ message }) => notifications.show({ color: 'red', message }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['runs'] }),
  });
  const isWaiting = status === 'waiting';
  const said = isWaiting
    ? 'It waits for its turn: other runs are at work.'
    : 'It is about to begin.';
  return (
    <Alert color={error === null ? 'gray' : 'red'} variant="outline" title={file}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{error ?? said}</Text>
        <Group gap="md">
          {status === 'failed' && (
            <Button component={Link} href={`/new?again=${id}`} size="xs" variant="default">
              Back to the form
            </Button>
          )}
          {(isWaiting || status === 'failed') && (
            <Button
              size="xs"
              variant="default"
              loading={leaving.isPending}
              onClick={() => leaving.mutate()}
            >
              {isWaiting ? 'Cancel' : 'Dismiss'}
            </Button>
          )}
          <StatusMark status={status} />
          <Text size="sm" c="dimmed">
            {showTime(at)}
          </Text>
        </Group>
      </Group>
    </Alert>
  );
}
