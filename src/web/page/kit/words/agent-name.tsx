import { Text } from '@mantine/core';
import { ThemeMark } from '../marks.tsx';

const names: Record<string, string> = {
  triage: 'Triage',
  aggregator: 'Aggregator',
  rules: 'Rules',
  ticket: 'The tickets themselves',
  gold: 'Labels',
  unknown: 'No agent can be named',
};

/** An agent by its name for readers; a judge with its theme's colour. */
export function AgentName({
  agent,
  themes,
}: {
  agent: string;
  themes: readonly { id: string; name: string }[];
}) {
  const theme = agent.startsWith('judge:') ? agent.slice('judge:'.length) : undefined;
  const index = themes.findIndex(({ id }) => id === theme);
  if (theme === undefined)
    return (
      <Text span size="sm">
        {names[agent] ?? agent}
      </Text>
    );
  return <ThemeMark name={`Judge: ${themes[index]?.name ?? theme}`} index={Math.max(0, index)} />;
}
