import { Anchor, Button, Group, Paper, Text, Title } from '@mantine/core';
import { Braces } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { RunTheme } from '../../api/runs.ts';
import type { StoryDocket, TicketStory } from '../../api/ticket.ts';
import { AgentName } from '../kit/words/agent-name.tsx';
import { showCount, showDollars } from '../kit/words/numbers.ts';
import { CallDrawer } from './call-drawer.tsx';
import { spanOfTime, type TraceRow, traceRows } from './trace-rows.ts';

/** What happened for a ticket: as a tree, with each line's time beside it. */
export function TicketTrace({
  story,
  themes,
}: {
  story: TicketStory;
  themes: readonly RunTheme[];
}) {
  const [shown, setShown] = useState<TraceRow>();
  const rows = useMemo(() => traceRows(story), [story]);
  const time = useMemo(() => spanOfTime(rows), [rows]);
  return (
    <section aria-labelledby="trace">
      <Title order={2} size="h4" mb="xs" id="trace">
        Trace
      </Title>
      {rows.length === 0 ? (
        <Text c="dimmed">Nobody was asked about this ticket.</Text>
      ) : (
        <Paper withBorder py="xs" px="md">
          <ol className="trace">
            {rows.map((row) => (
              <li key={row.id} className="trace-row">
                <div style={{ paddingInlineStart: row.depth * 16, minWidth: 0 }}>
                  {row.isDocket ? (
                    <DocketHead docket={row.docket} themes={themes} />
                  ) : row.span === null ? (
                    <Text size="sm">{row.label}</Text>
                  ) : (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      ml={-8}
                      fw={400}
                      leftSection={<Braces size={13} aria-hidden />}
                      onClick={() => setShown(row)}
                      title="Show what was sent and what came back"
                    >
                      {row.label}
                    </Button>
                  )}
                  {row.error !== null && (
                    <Text size="xs" c="var(--failed)" style={{ overflowWrap: 'anywhere' }}>
                      {row.error}
                    </Text>
                  )}
                </div>
                <Text size="xs" c="dimmed" ta="right" className="trace-time">
                  {showMilliseconds(row.milliseconds)}
                </Text>
                <Bar row={row} time={time} />
              </li>
            ))}
          </ol>
        </Paper>
      )}
      <CallDrawer
        row={shown}
        ticket={story.texts[0]?.text ?? ''}
        onClose={() => setShown(undefined)}
      />
    </section>
  );
}

function DocketHead({ docket, themes }: { docket: StoryDocket; themes: readonly RunTheme[] }) {
  const { agent, size, reusedFrom, tokensIn, tokensCached, tokensOut, cost } = docket;
  const tokens = tokensIn + tokensOut;
  const facts = [
    size === 1 ? 'this ticket alone' : `${showCount(size)} tickets together`,
    tokens === 0
      ? ''
      : `${showCount(tokensIn)} tokens in${tokensCached > 0 ? ` (${showCount(tokensCached)} cached)` : ''}, ${showCount(tokensOut)} out`,
    tokens === 0 ? '' : showDollars(cost),
  ].filter((fact) => fact !== '');
  return (
    <>
      <Group gap="xs" fw={600}>
        <AgentName agent={agent} themes={themes} />
      </Group>
      <Text size="xs" c="dimmed">
        {facts.join(', ')}
        {reusedFrom !== null && (
          <>
            , reused from run{' '}
            <Anchor component={Link} href={`/runs/${reusedFrom}`} size="xs">
              {reusedFrom}
            </Anchor>
          </>
        )}
      </Text>
    </>
  );
}

/** Nothing for what an earlier run did: it is not in this time. */
function Bar({ row, time }: { row: TraceRow; time: { start: number; length: number } }) {
  if (row.docket.reusedFrom !== null) return <span className="trace-bar" />;
  const left = ((row.start - time.start) / time.length) * 1000;
  const width = Math.max(4, (row.milliseconds / time.length) * 1000);
  return (
    <svg className="trace-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden>
      <rect
        x={Math.min(left, 996)}
        y={row.isDocket ? 0 : 2}
        width={Math.min(width, 1000 - Math.min(left, 996))}
        height={row.isDocket ? 10 : 6}
        style={{
          fill:
            row.error === null
              ? 'light-dark(var(--mantine-color-sea-6), var(--mantine-color-sea-4))'
              : 'var(--failed)',
          opacity: row.isDocket ? 1 : 0.65,
        }}
      />
    </svg>
  );
}

function showMilliseconds(milliseconds: number): string {
  return milliseconds < 10_000
    ? `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}
