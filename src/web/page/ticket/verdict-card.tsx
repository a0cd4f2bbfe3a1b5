import { Group, Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Outcome } from '../../../domain/decision/outcome.ts';
import type { RunTheme } from '../../api/runs.ts';
import { themeColour } from '../kit/colours.ts';
import { StatusMark, ThemeMark } from '../kit/marks.tsx';

/** What one judge said, with what can be done about it below. */
export function VerdictCard({
  outcome,
  theme,
  index,
  leftOut,
  children,
}: {
  outcome: Outcome;
  theme: RunTheme;
  index: number;
  /** Why it was not asked, where that is known. */
  leftOut?: string | undefined;
  children?: ReactNode;
}) {
  return (
    <Paper
      withBorder
      p="sm"
      component="article"
      aria-label={theme.name}
      style={{ borderTop: `3px solid ${themeColour(index)}`, height: '100%' }}
    >
      <Stack gap="xs" h="100%">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Text
            fw={600}
            size="sm"
            component="h3"
            title={theme.definition}
            style={{ overflowWrap: 'anywhere' }}
          >
            {theme.name}
          </Text>
          <Said outcome={outcome} />
        </Group>
        <Grounds outcome={outcome} index={index} leftOut={leftOut} />
        {children !== undefined && (
          <Stack gap="xs" mt="auto">
            {children}
          </Stack>
        )}
      </Stack>
    </Paper>
  );
}

function Said({ outcome }: { outcome: Outcome }) {
  if (outcome.kind !== 'verdict')
    return (
      <div style={{ flex: 'none' }}>
        <StatusMark status={outcome.kind === 'failed' ? 'failed' : 'not asked'} />
      </div>
    );
  return (
    <Group gap={6} wrap="nowrap" style={{ flex: 'none' }}>
      <StatusMark status={outcome.verdict} />
      <Text span size="sm" c="dimmed" title="The judge's confidence in its answer">
        {outcome.confidence.toFixed(2)}
      </Text>
    </Group>
  );
}

function Grounds({
  outcome,
  index,
  leftOut = 'Triage did not hand the ticket to this judge.',
}: {
  outcome: Outcome;
  index: number;
  leftOut: string | undefined;
}) {
  if (outcome.kind === 'not_routed')
    return (
      <Text size="sm" c="dimmed">
        {leftOut}
      </Text>
    );
  if (outcome.kind === 'failed')
    return (
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {outcome.cause.replaceAll('_', ' ')}: {outcome.detail}
      </Text>
    );
  const { quote, rationale, votes } = outcome;
  return (
    <>
      {quote !== null && quote.trim() !== '' && (
        <Text
          component="blockquote"
          size="sm"
          m={0}
          pl="xs"
          className="ticket-text"
          dir="auto"
          style={{
            borderInlineStart: `3px solid ${themeColour(index)}`,
            maxHeight: 140,
            overflow: 'auto',
          }}
          tabIndex={quote.length > 400 ? 0 : undefined}
        >
          {quote}
        </Text>
      )}
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {rationale}
      </Text>
      {votes !== undefined && (
        <Text size="xs" c="dimmed">
          Votes: {votes.yes} yes, {votes.no} no{votes.failed > 0 && `, ${votes.failed} failed`}
        </Text>
      )}
    </>
  );
}

/** Themes by name, or that there is none. */
export function ThemeList({
  ids,
  themes,
}: {
  ids: readonly string[];
  themes: readonly RunTheme[];
}) {
  if (ids.length === 0)
    return (
      <Text size="sm" c="dimmed">
        no theme
      </Text>
    );
  return (
    <Group gap="sm" component="ul" m={0} p={0} maw="100%" style={{ listStyle: 'none' }}>
      {ids.map((id) => {
        const index = themes.findIndex((theme) => theme.id === id);
        return (
          <li key={id} style={{ maxWidth: '100%' }}>
            <ThemeMark name={themes[index]?.name ?? id} index={Math.max(0, index)} />
          </li>
        );
      })}
    </Group>
  );
}
