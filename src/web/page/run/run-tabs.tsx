import { Group, Tabs, Text } from '@mantine/core';
import { useLocation } from 'wouter';
import { StatusMark } from '../kit/marks.tsx';
import { describeSoFar } from './count-bar.tsx';
import { useRunOutline } from './run-outline.ts';

const tabs = [
  { value: 'overview', label: 'Overview' },
  { value: 'results', label: 'Results' },
  { value: 'review', label: 'Review' },
  { value: 'diagnose', label: 'Diagnose' },
];

/** The pages of one run. */
export function RunTabs({ run }: { run: string }) {
  const [location, navigate] = useLocation();
  const [, , , part = 'overview'] = location.split('/');
  return (
    <Tabs
      value={part === 'tickets' ? 'results' : part}
      onChange={(value) => navigate(`/runs/${run}${value === 'overview' ? '' : `/${value}`}`)}
      mb="md"
    >
      <Tabs.List aria-label={`Run ${run}`}>
        {tabs.map(({ value, label }) => (
          <Tabs.Tab key={value} value={value}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {part !== 'overview' && <SoFar run={run} />}
    </Tabs>
  );
}

/** What is shown of a run that has not ended is not the whole. */
function SoFar({ run }: { run: string }) {
  const { data } = useRunOutline(run);
  if (data === undefined || data.status === 'finished') return null;
  return (
    <Group gap="md" mt="sm" role="status">
      <StatusMark status={data.status} />
      <Text size="sm" fw={600}>
        {describeSoFar(data.counts)}
      </Text>
    </Group>
  );
}
