import { Code, List, Paper, Text, Title } from '@mantine/core';
import type { FoundCause } from '../../api/findings.ts';
import { AgentName } from '../kit/agent-name.tsx';

/** What lies behind mistakes, and what to do about each. */
export function Causes({
  causes,
  themes,
}: {
  causes: readonly FoundCause[];
  themes: readonly { id: string; name: string }[];
}) {
  if (causes.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-label="What lies behind mistakes">
      <Title order={2} size="h4" mb="xs">
        What lies behind mistakes
      </Title>
      <List spacing="sm">
        {causes.map(({ agent, cause, detail, advice, command }) => (
          <List.Item key={`${agent} ${cause}`}>
            <AgentName agent={agent} themes={themes} />: {detail}
            <Text size="sm" c="dimmed">
              {cause} · {advice.charAt(0).toUpperCase()}
              {advice.slice(1)}: <Code>{command}</Code>
            </Text>
          </List.Item>
        ))}
      </List>
    </Paper>
  );
}
