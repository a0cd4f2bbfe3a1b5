import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { RunTheme } from '../../api/runs.ts';
import type { EvaluationReport, WrongTicket } from '../../api/trust/evaluation.ts';
import { queryOf } from '../client.ts';
import { Section } from '../kit/section.tsx';
import { showCount } from '../kit/words/numbers.ts';

/** The tickets that are most clearly not as labelled, and the way to all of them. */
export function WrongTickets({
  run,
  report,
  themes,
}: {
  run: string;
  report: EvaluationReport;
  themes: readonly RunTheme[];
}) {
  const { wrong, complete, right } = report;
  if (wrong.length === 0) return null;
  const filter = { gold: 'wrong' };
  const nameOf = (id: string) => themes.find((theme) => theme.id === id)?.name ?? id;
  return (
    <Section title="Not as labelled">
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {wrong.map((ticket) => (
          <li key={ticket.row}>
            <Group gap="2px 12px">
              <Anchor
                component={Link}
                href={`/runs/${run}/tickets/${ticket.row}${queryOf(filter)}`}
                size="sm"
                fw={600}
                style={{ overflowWrap: 'anywhere' }}
              >
                {ticket.ticket}
              </Anchor>
              <Text size="sm">{describeWrong(ticket, nameOf)}</Text>
            </Group>
            <Text size="sm" c="dimmed" lineClamp={2} className="ticket-text" dir="auto">
              {ticket.text}
            </Text>
          </li>
        ))}
      </Stack>
      <Anchor
        component={Link}
        href={`/runs/${run}/results${queryOf(filter)}`}
        size="sm"
        style={{ alignSelf: 'flex-start' }}
      >
        {complete - right > 0
          ? `Show all ${showCount(complete - right)} that are not as labelled`
          : 'Show them in the results'}
      </Anchor>
    </Section>
  );
}

/** `said: Policy; missed: Waiting time`. */
function describeWrong({ extra, missed }: WrongTicket, nameOf: (id: string) => string): string {
  return [
    ...(extra.length === 0 ? [] : [`said: ${extra.map(nameOf).join(', ')}`]),
    ...(missed.length === 0 ? [] : [`missed: ${missed.map(nameOf).join(', ')}`]),
  ].join('; ');
}
