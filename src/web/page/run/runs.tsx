import {
  Alert,
  Anchor,
  Button,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FilePlus2, Search } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { isAtWork, type RunList, type RunSummary, type WaitingJob } from '../../api/runs.ts';
import { get, post } from '../client.ts';
import { StatusMark } from '../kit/marks.tsx';
import { showCount, showDollars, showDuration, showTime } from '../kit/numbers.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Empty, Problem, Waiting } from '../kit/states.tsx';
import { CountBar, CountLine } from './count-bar.tsx';
import { WorkerPanel } from './worker-panel.tsx';

/** Milliseconds between two looks, while something runs and while nothing does. */
const busyMs = 2000;
const idleMs = 15_000;

export function RunsPage() {
  const { data, error, refetch } = useQuery({
    queryKey: ['runs'],
    queryFn: ({ signal }) => get<RunList>('/runs', signal),
    refetchInterval: ({ state }) => (isBusy(state.data) ? busyMs : idleMs),
  });
  return (
    <>
      <PageHead title="Runs">
        <Button component={Link} href="/new" leftSection={<FilePlus2 size={16} aria-hidden />}>
          New run
        </Button>
      </PageHead>
      {error !== null && <Problem error={error} retry={() => void refetch()} />}
      <WorkerPanel />
      {data === undefined && error === null && <Waiting what="Reading the ledger" />}
      {data !== undefined && <List {...data} />}
    </>
  );
}

function isBusy(list: RunList | undefined): boolean {
  return [...(list?.runs ?? []), ...(list?.jobs ?? [])].some(({ status }) => isAtWork(status));
}

/** So few are found without being sought. */
const fewRuns = 5;

/** What a run can be found by. */
const wordsOf = ({ id, file, model, name, note, themes }: RunSummary) =>
  [id, file, model, name, note, ...themes.map((theme) => theme.name)].join(' ').toLowerCase();

function List({ runs, jobs }: RunList) {
  const [sought, setSought] = useState('');
  const words = sought.trim().toLowerCase();
  const found = words === '' ? runs : runs.filter((run) => wordsOf(run).includes(words));
  if (runs.length === 0 && jobs.length === 0)
    return (
      <Empty title="No tickets were judged yet">
        <Text c="dimmed">
          Upload a table of support tickets, or try the sample that comes with it: the embedded
          model judges it in a second, without a key.
        </Text>
        <Group justify="center">
          <Button component={Link} href="/new">
            Upload a file
          </Button>
          <Button component={Link} href="/new?file=sample" variant="default">
            Try the sample
          </Button>
        </Group>
      </Empty>
    );
  return (
    <Stack gap="sm">
      {jobs.map((job) => (
        <Waiter key={job.id} {...job} />
      ))}
      {runs.length > fewRuns && (
        <TextInput
          type="search"
          aria-label="Find a run"
          placeholder={`Find among ${showCount(runs.length)} runs: file, model, theme, name`}
          leftSection={<Search size={15} aria-hidden />}
          value={sought}
          maxLength={200}
          onChange={({ currentTarget }) => setSought(currentTarget.value)}
          maw={480}
        />
      )}
      {found.length === 0 && <Text c="dimmed">No run has these words.</Text>}
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {found.map((run) => (
          <Paper component="li" key={run.id} withBorder p="md" radius="md">
            <Card run={run} />
          </Paper>
        ))}
      </Stack>
    </Stack>
  );
}

/** What was started and has no run yet. */
function Waiter({ id, file, status, error, at }: WaitingJob) {
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

function Card({ run }: { run: RunSummary }) {
  const seconds = run.endedAt === null ? null : (run.endedAt - run.startedAt) / 1000;
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }} spacing={{ base: 'xs', md: 'xl' }}>
      <Stack gap={2} miw={0}>
        <Anchor component={Link} href={`/runs/${run.id}`} fw={600} style={wrap}>
          {run.name ?? run.file}
        </Anchor>
        <Text size="sm" c="dimmed" style={wrap}>
          {run.name !== null && `${run.file} · `}
          {run.model} ·{' '}
          {run.workflow === 'search'
            ? `search: ${run.themes[0]?.name ?? ''}`
            : `${run.themes.length} ${run.themes.length === 1 ? 'theme' : 'themes'}`}
        </Text>
        {run.note !== null && (
          <Text size="sm" style={wrap}>
            {run.note}
          </Text>
        )}
      </Stack>
      <Stack gap={6} pt={8}>
        <CountBar counts={run.counts} />
        <CountLine counts={run.counts} />
      </Stack>
      <Stack gap={2} align="flex-start">
        <StatusMark status={run.status} />
        <Text size="sm" c="dimmed">
          {showTime(run.startedAt)}
          {run.status === 'finished' && seconds !== null && ` · ${showDuration(seconds)}`}
          {run.calls > 0 && run.cost !== 0 && ` · ${showDollars(run.cost)}`}
        </Text>
        {run.error !== null && (
          <Text size="sm" c="var(--failed)" style={wrap}>
            {run.error}
          </Text>
        )}
      </Stack>
    </SimpleGrid>
  );
}

const wrap = { overflowWrap: 'anywhere' } as const;
