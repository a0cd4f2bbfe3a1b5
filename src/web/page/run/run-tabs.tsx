import { Group, Tabs, Text } from '@mantine/core';
import { useLocation } from 'wouter';
import { isAtWork, type RunOutline } from '../../api/runs.ts';
import { StatusMark } from '../kit/marks.tsx';
import { describeSoFar } from './count-bar.tsx';
import { useRunOutline } from './run-outline.ts';

const tabs = [
  { value: 'overview', label: 'Findings' },
  { value: 'results', label: 'Results' },
  { value: 'review', label: 'Review' },
  { value: 'evaluate', label: 'Evaluate' },
  { value: 'diagnose', label: 'Diagnose' },
];

/** The pages of one run. */
export function RunTabs({ run }: { run: string }) {
  const { data } = useRunOutline(run);
  const isLive = data !== undefined && isAtWork(data.status);
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
            {value === 'overview' && isLive ? 'Progress' : label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {part !== 'overview' && <SoFar outline={data} />}
    </Tabs>
  );
}

/** What is shown of a run that has not ended is not the whole. */
function SoFar({ outline }: { outline: RunOutline | undefined }) {
  if (outline === undefined || outline.status === 'finished') return null;
  return (
    <Group gap="md" mt="sm" role="status">
      <StatusMark status={outline.status} />
      <Text size="sm" fw={600}>
        {describeSoFar(outline.counts)}
      </Text>
    </Group>
  );
}
