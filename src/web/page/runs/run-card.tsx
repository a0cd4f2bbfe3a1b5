import { Anchor, Group, SimpleGrid, Stack, Text, UnstyledButton } from '@mantine/core';
import { Pin } from 'lucide-react';
import { Link } from 'wouter';
import type { RunSummary } from '../../api/runs.ts';
import { StatusMark } from '../kit/marks.tsx';
import { showDollars, showDuration, showTime } from '../kit/words/numbers.ts';
import { CountBar, CountLine } from '../run/count-bar.tsx';
import { RunMenu } from './run-menu.tsx';

const wrap = { overflowWrap: 'anywhere' } as const;

/** A run in the list: what it is called, what it came to, and how it stands. */
export function RunCard({
  run,
  isPinned,
  onPin,
  onTag,
}: {
  run: RunSummary;
  isPinned: boolean;
  onPin: () => void;
  onTag: (tag: string) => void;
}) {
  const seconds = run.endedAt === null ? null : (run.endedAt - run.startedAt) / 1000;
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }} spacing={{ base: 'xs', md: 'xl' }}>
      <Stack gap={2} miw={0}>
        <Group gap={6} wrap="nowrap">
          {isPinned && <Pin size={14} aria-label="Pinned" style={{ flex: 'none' }} />}
          <Anchor component={Link} href={`/runs/${run.id}`} fw={600} style={wrap}>
            {run.name ?? run.file}
          </Anchor>
        </Group>
        <Text size="sm" c="dimmed" style={wrap}>
          {run.name !== null && `${run.file} · `}
          {run.model} ·{' '}
          {run.workflow === 'search'
            ? `search: ${run.themes[0]?.name ?? ''}`
            : `${run.themes.length} ${run.themes.length === 1 ? 'theme' : 'themes'}`}
        </Text>
        {run.note !== null && <Note note={run.note} onTag={onTag} />}
      </Stack>
      <Stack gap={6} pt={8}>
        <CountBar counts={run.counts} />
        <CountLine counts={run.counts} />
      </Stack>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Stack gap={2} align="flex-start" miw={0}>
          <StatusMark status={run.status} />
          <Text size="sm" c="dimmed">
            {showTime(run.startedAt)}
            {run.status === 'finished' && seconds !== null && ` · ${showDuration(seconds)}`}
            {run.calls > 0 && run.cost !== 0 && ` · ${showDollars(run.cost)}`}
          </Text>
          {run.error !== null && (
            <Text size="sm" c="var(--failed)" style={wrap}>
              {run.error}
            </Text>
          )}
        </Stack>
        <RunMenu run={run} isPinned={isPinned} onPin={onPin} />
      </Group>
    </SimpleGrid>
  );
}

/** Words that begin with # find the other runs that have them. */
function Note({ note, onTag }: { note: string; onTag: (tag: string) => void }) {
  return (
    <Text size="sm" component="div" style={wrap}>
      {note.split(/(#[\p{L}\p{N}_-]+)/u).map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          <UnstyledButton
            // biome-ignore lint/suspicious/noArrayIndexKey: a note's parts stay in their places
            key={index}
            className="tag"
            title={`Runs with ${part}`}
            onClick={() => onTag(part)}
          >
            {part}
          </UnstyledButton>
        ),
      )}
    </Text>
  );
}
