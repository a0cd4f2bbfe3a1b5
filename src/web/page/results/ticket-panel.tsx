import { ActionIcon, Anchor, Button, Group, Kbd, Paper, Stack, Text, Title } from '@mantine/core';
import { X } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Decision } from '../../../domain/decision/decision.ts';
import type { RunTheme } from '../../api/runs.ts';
import type { TicketReading } from '../../api/ticket.ts';
import { StatusMark, ThemeMark } from '../kit/marks.tsx';
import { Problem, Waiting } from '../kit/states.tsx';
import { useKeys } from '../kit/use-keys.ts';
import { Correction } from '../ticket/correction.tsx';
import { TicketTexts } from '../ticket/ticket-text.tsx';
import { useReading } from '../ticket/use-reading.ts';
import { ThemeList } from '../ticket/verdict-card.tsx';
import { toggled } from './results-query.ts';

/** The selected ticket beside the table: its text, what was decided and why, and a way to correct it. */
export function TicketPanel({
  run,
  row,
  themes,
  flip,
  href,
  onClose,
}: {
  run: string;
  row: number;
  themes: readonly RunTheme[];
  /** A theme that is to be switched at once; null where nothing is to be corrected yet. */
  flip: string | null;
  href: string;
  onClose: () => void;
}) {
  const { data, error } = useReading(run, row);
  return (
    <Paper withBorder p="md" component="aside" aria-label="The selected ticket" className="panel">
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <Title order={2} size="h5" style={{ overflowWrap: 'anywhere' }}>
          {data?.id ?? `Row ${row}`}
        </Title>
        <Group gap="xs" wrap="nowrap">
          <Anchor component={Link} href={href} size="sm">
            The whole story
          </Anchor>
          <ActionIcon variant="subtle" color="gray" aria-label="Close the ticket" onClick={onClose}>
            <X size={16} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      {error !== null && <Problem error={error} />}
      {error === null && data === undefined && <Waiting what="Reading the ticket" />}
      {data !== undefined && (
        <Contents
          key={`${row} ${flip}`}
          run={run}
          reading={data}
          themes={themes}
          flip={flip}
          onClose={onClose}
        />
      )}
    </Paper>
  );
}

function Contents({
  run,
  reading,
  themes,
  flip,
  onClose,
}: {
  run: string;
  reading: TicketReading;
  themes: readonly RunTheme[];
  flip: string | null;
  onClose: () => void;
}) {
  const [isCorrecting, setCorrecting] = useState(flip !== null);
  const leave = () => setCorrecting(false);
  useKeys({ e: () => setCorrecting(true), Escape: isCorrecting ? leave : onClose });
  const { decision, row, texts } = reading;
  const decided = decision?.themes ?? [];
  return (
    <Stack gap="sm">
      <TicketTexts texts={texts} themes={themes} />
      {decision !== null && (
        <>
          <Group gap="md">
            <StatusMark status={decision.status} />
            {decision.status !== 'failed' && <ThemeList ids={decided} themes={themes} />}
          </Group>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {decision.justification}
          </Text>
        </>
      )}
      {isCorrecting ? (
        <Correction
          run={run}
          row={row}
          themes={themes}
          proposed={decided}
          start={flip === null ? decided : (toggled(decided, flip) ?? [])}
          onSaved={leave}
          onLeave={leave}
        />
      ) : (
        <Button
          variant="default"
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          rightSection={<Kbd size="xs">e</Kbd>}
          onClick={() => setCorrecting(true)}
        >
          Correct
        </Button>
      )}
      {decision !== null && <Answers decision={decision} themes={themes} />}
    </Stack>
  );
}

/** What each judge that was asked said, in a line or two. */
function Answers({ decision, themes }: { decision: Decision; themes: readonly RunTheme[] }) {
  return decision.outcomes.map((outcome) => {
    if (outcome.kind === 'not_routed') return null;
    const index = Math.max(
      0,
      themes.findIndex(({ id }) => id === outcome.theme),
    );
    return (
      <div key={outcome.theme}>
        <Group justify="space-between" gap="xs" wrap="nowrap">
          <ThemeMark name={themes[index]?.name ?? outcome.theme} index={index} />
          <StatusMark status={outcome.kind === 'failed' ? 'failed' : outcome.verdict} />
        </Group>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {outcome.kind === 'failed'
            ? `${outcome.cause.replaceAll('_', ' ')}: ${outcome.detail}`
            : outcome.rationale}
        </Text>
      </div>
    );
  });
}
