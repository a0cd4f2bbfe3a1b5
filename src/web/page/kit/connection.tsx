import { Alert, Group, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { get } from '../client.ts';
import { ownCommand } from '../own-command.ts';

/** Milliseconds between two looks whether the server is there, and until one that hangs is given up. */
const lookEveryMs = 1000;
const patienceMs = 3500;

const alive = {
  queryKey: ['alive'],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<object>('/alive', AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])),
  refetchInterval: lookEveryMs,
  retry: false as const,
};

const lamps = {
  pending: ['Connecting', 'var(--mantine-color-dimmed)'],
  success: ['Connected', 'var(--yes)'],
  error: ['Not connected', 'var(--failed)'],
} as const;

/** A lamp: whether what is shown still comes from a server. */
export function ConnectionLamp() {
  const { status } = useQuery(alive);
  const [words, colour] = lamps[status];
  return (
    <Group gap={6} wrap="nowrap" role="status">
      <svg width="9" height="9" aria-hidden style={{ flex: 'none' }}>
        <circle cx="4.5" cy="4.5" r="4.5" style={{ fill: colour }} />
      </svg>
      <Text size="xs" c="dimmed">
        {words}
      </Text>
    </Group>
  );
}

/** Says that the server is gone, and reads everything again when it is back. */
export function ConnectionAlert() {
  const queries = useQueryClient();
  const { isError, dataUpdatedAt } = useQuery(alive);
  const wasGone = useRef(false);
  useEffect(() => {
    if (wasGone.current && !isError)
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'alive' });
    wasGone.current = isError;
  }, [isError, queries]);
  if (!isError) return null;
  const since =
    dataUpdatedAt === 0 ? '' : ` since ${new Date(dataUpdatedAt).toLocaleTimeString('en-GB')}`;
  return (
    <Alert
      icon={<CircleAlert size={18} aria-hidden />}
      color="red"
      variant="outline"
      role="alert"
      title={`The server has not answered${since}`}
      mb="md"
    >
      What you see may be old. The page tries again every second and continues by itself. Is &ldquo;
      {ownCommand} serve&rdquo; still running?
    </Alert>
  );
}
