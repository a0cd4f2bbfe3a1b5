import { Anchor, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import type { Certainty, FindingGroup } from '../../api/findings.ts';
import { queryOf } from '../client.ts';
import { AgentName } from '../kit/words/agent-name.tsx';
import { showCount, showShare } from '../kit/words/numbers.ts';
import { adviceOn } from './advice.ts';

const certaintyWords: Record<Certainty, string> = {
  proved_by_trace: 'proved by the trace',
  contradicts_label: 'by labels',
  suspected: 'suspected',
};

type Themes = readonly { id: string; name: string }[];

/** The findings of a run, an agent after the other, those that spoiled most first. */
export function FindingGroups({
  run,
  groups,
  themes,
}: {
  run: string;
  groups: readonly FindingGroup[];
  themes: Themes;
}) {
  const agents = [...new Set(groups.map(({ agent }) => agent))];
  return (
    <Stack gap="lg">
      {agents.map((agent) => (
        <section key={agent} aria-label={agent}>
          <Title order={2} size="h5" mb="xs">
            <AgentName agent={agent} themes={themes} />
          </Title>
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="sm">
            {groups
              .filter((group) => group.agent === agent)
              .map((group) => (
                <GroupCard key={group.key} run={run} group={group} />
              ))}
          </SimpleGrid>
        </section>
      ))}
    </Stack>
  );
}

function GroupCard({ run, group }: { run: string; group: FindingGroup }) {
  const { key, mode, meaning, tickets, absorbed, mates, share, certainties, examples } = group;
  const { isOfLabelled, isExplained } = group;
  const facts = [
    ...Object.entries(certaintyWords).flatMap(([certainty, words]) => {
      const count = certainties[certainty as Certainty];
      return count === 0 ? [] : [`${showCount(count)} ${words}`];
    }),
    ...(absorbed === 0 ? [] : [`${showCount(absorbed)} fixed before the decision`]),
    ...(mates === 0 ? [] : [`cost ${showCount(mates)} others a retry`]),
    ...(share === null
      ? []
      : [`${showShare(share)} of its questions${isOfLabelled ? ' with a label' : ''}`]),
  ];
  const capital = `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}`;
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Stack gap={2}>
          <Text fw={600}>{capital}</Text>
          <Text size="sm" c="dimmed">
            {mode} · {facts.join(' · ')}
          </Text>
        </Stack>
        <Anchor component={Link} href={`/runs/${run}/results${queryOf({ group: key })}`} fw={600}>
          {tickets === 1 ? 'Show the ticket' : `Show all ${showCount(tickets)} tickets`}
        </Anchor>
      </Group>
      <Text size="sm" mt="xs">
        {isExplained
          ? 'These mistakes have a system: do what stands above, under what lies behind mistakes.'
          : adviceOn(mode)}
      </Text>
      <Stack component="ul" gap={6} mt="sm" mb={0} pl={0} style={{ listStyle: 'none' }}>
        {examples.map(({ row, ticket, detail, certainty }) => (
          <Group component="li" key={row} gap="xs" align="baseline" wrap="nowrap">
            <Anchor
              component={Link}
              href={`/runs/${run}/tickets/${row}${queryOf({ group: key })}`}
              size="sm"
              style={{ flex: 'none', maxWidth: '40%', overflowWrap: 'anywhere' }}
            >
              {ticket}
            </Anchor>
            <Text size="sm" className="ticket-text" dir="auto">
              {detail}
              {certainty === 'suspected' && mode !== 'gold_doubtful' && (
                <Text span c="dimmed">
                  {' '}
                  (suspected)
                </Text>
              )}
            </Text>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}
