import {
  Button,
  Group,
  Paper,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { FilePlus2, Search } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { isAtWork, type RunList, type RunSummary } from '../../api/runs.ts';
import { get } from '../client.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Empty, Problem, Waiting } from '../kit/states.tsx';
import { showCount } from '../kit/words/numbers.ts';
import { toggled } from '../results/results-query.ts';
import { RunCard } from './run-card.tsx';
import { WaitingStart } from './waiting-start.tsx';
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
  const [pinned, setPinned] = useLocalStorage<string[]>({
    key: 'tribunal-pinned',
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const [order, setOrder] = useLocalStorage({
    key: 'tribunal-runs',
    defaultValue: 'newest',
    getInitialValueInEffect: false,
  });
  const words = sought.trim().toLowerCase();
  const found = words === '' ? runs : runs.filter((run) => wordsOf(run).includes(words));
  const first = found.filter(({ id }) => pinned.includes(id));
  const others = found.filter(({ id }) => !pinned.includes(id));
  const groups: [name: string, runs: RunSummary[]][] =
    order === 'file'
      ? [...new Set(others.map(({ file }) => file))].map((file) => [
          file,
          others.filter((run) => run.file === file),
        ])
      : [['', others]];
  const pin = (id: string) => setPinned(toggled(pinned, id) ?? []);
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
        <WaitingStart key={job.id} {...job} />
      ))}
      {(runs.length > fewRuns || words !== '') && (
        <Group gap="sm">
          <TextInput
            type="search"
            aria-label="Find a run"
            placeholder={`Find among ${showCount(runs.length)} runs: file, model, theme, name, #tag`}
            leftSection={<Search size={15} aria-hidden />}
            value={sought}
            maxLength={200}
            onChange={({ currentTarget }) => setSought(currentTarget.value)}
            flex="1 1 260px"
            maw={480}
          />
          <SegmentedControl
            aria-label="Order of the runs"
            size="xs"
            data={[
              { value: 'newest', label: 'Newest first' },
              { value: 'file', label: 'By file' },
            ]}
            value={order}
            onChange={setOrder}
          />
        </Group>
      )}
      {found.length === 0 && <Text c="dimmed">No run has these words.</Text>}
      {[['', first] as const, ...groups].map(([name, group]) => (
        <div key={`${name} ${group === first}`}>
          {name !== '' && (
            <Title order={2} size="h5" mt="sm" mb="xs" style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Title>
          )}
          <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
            {group.map((run) => (
              <Paper component="li" key={run.id} withBorder p="md" radius="md">
                <RunCard
                  run={run}
                  isPinned={pinned.includes(run.id)}
                  onPin={() => pin(run.id)}
                  onTag={setSought}
                />
              </Paper>
            ))}
          </Stack>
        </div>
      ))}
    </Stack>
  );
}
