import { Tabs } from '@mantine/core';
import { useLocation } from 'wouter';

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
    </Tabs>
  );
}
