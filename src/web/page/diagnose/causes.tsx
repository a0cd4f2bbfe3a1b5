import { Paper, Stack, Text, Title } from '@mantine/core';
import type { FoundCause } from '../../api/findings.ts';
import { AgentName } from '../kit/words/agent-name.tsx';
import { CommandLine } from '../kit/words/command-line.tsx';

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
      <Title order={2} size="h4" mb="sm">
        What lies behind mistakes
      </Title>
      <Stack component="ul" gap="md" m={0} pl={0} style={{ listStyle: 'none' }}>
        {causes.map(({ agent, cause, detail, advice, command }) => (
          <Stack component="li" key={`${agent} ${cause}`} gap={4}>
            <Text fw={600}>
              <AgentName agent={agent} themes={themes} />
              <Text span c="dimmed" size="sm" fw={400}>
                {' '}
                {cause}
              </Text>
            </Text>
            <Text size="sm">{capital(detail)}</Text>
            <Text size="sm">{capital(advice)}:</Text>
            <CommandLine command={command} />
          </Stack>
        ))}
      </Stack>
    </Paper>
  );
}

function capital(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}
