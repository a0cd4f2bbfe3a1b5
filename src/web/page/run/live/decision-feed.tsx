import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { DecidedTicket, RunTheme } from '../../../api/runs.ts';
import { StatusMark, ThemeMark } from '../../kit/marks.tsx';
import { Section } from '../../kit/section.tsx';

/** Decisions as they fall, the newest first. */
export function DecisionFeed({
  run,
  themes,
  decisions,
  isFailing,
}: {
  run: string;
  themes: RunTheme[];
  decisions: DecidedTicket[];
  /** Calls fail at present. */
  isFailing: boolean;
}) {
  return (
    <Section title="Decisions as they fall">
      {decisions.length === 0 && (
        <Text c="dimmed">
          {isFailing
            ? 'None yet: the calls fail.'
            : 'None yet: the first calls wait for their answers.'}
        </Text>
      )}
      <Stack component="ol" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {decisions.map((ticket) => (
          <li key={ticket.row}>
            <Group gap="2px 16px">
              <Anchor
                component={Link}
                href={`/runs/${run}/tickets/${ticket.row}`}
                size="sm"
                fw={600}
              >
                {ticket.id}
              </Anchor>
              <StatusMark status={ticket.status} />
              {ticket.themes.map((id) => {
                const index = themes.findIndex((theme) => theme.id === id);
                return <ThemeMark key={id} name={themes[index]?.name ?? id} index={index} />;
              })}
              {ticket.themes.length === 0 && (
                <Text size="sm" c="dimmed">
                  no theme
                </Text>
              )}
            </Group>
            <Text size="sm" c="dimmed" lineClamp={1} className="ticket-text">
              {ticket.text}
            </Text>
          </li>
        ))}
      </Stack>
    </Section>
  );
}
