import { Anchor, Button, Group, Pagination, Progress, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { isAtWork, type RunOutline } from '../../api/runs.ts';
import type { Matches } from '../../api/search.ts';
import { get, queryOf } from '../client.ts';
import { StatusMark } from '../kit/marks.tsx';
import { Empty, Problem, Waiting } from '../kit/states.tsx';
import { showCount } from '../kit/words/numbers.ts';
import { MatchTable } from './match-table.tsx';
import { SaveTheme } from './save-theme.tsx';
import type { SearchDraft } from './search-draft.ts';

const pageSize = 25;
const lookAgainMs = 2000;

/** What a search found so far, and what can be made of it. */
export function SearchResults({
  run,
  examples,
  onExample,
}: {
  run: string;
  /** Those that the theme would be saved with. */
  examples: string[];
  onExample: ((text: string) => void) | undefined;
}) {
  const [page, setPage] = useState(1);
  const outline = useQuery({
    queryKey: ['run', run],
    queryFn: ({ signal }) => get<RunOutline>(`/runs/${encodeURIComponent(run)}`, signal),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? lookAgainMs : false),
  });
  const isLive = isUnderWay(outline.data);
  const found = useQuery({
    // What was read while it went on is not the last word.
    queryKey: ['matches', run, page, isLive],
    queryFn: ({ signal }) =>
      get<Matches>(
        `/runs/${encodeURIComponent(run)}/matches${queryOf({ offset: (page - 1) * pageSize, limit: pageSize })}`,
        signal,
      ),
    refetchInterval: isLive ? lookAgainMs : false,
    placeholderData: keepPreviousData,
  });
  if (outline.isError) return <Problem error={outline.error} retry={() => outline.refetch()} />;
  if (found.isError) return <Problem error={found.error} retry={() => found.refetch()} />;
  if (outline.data === undefined || found.data === undefined)
    return <Waiting what="Reading the matches" />;
  const { theme, total, decided, matches } = found.data;
  const { status, error, counts } = outline.data;
  const draft: SearchDraft = { name: theme.name, definition: theme.definition, examples };
  const pages = Math.ceil(total / pageSize);
  return (
    <Stack gap="md" component="section" aria-label="What was found">
      <Group justify="space-between" align="flex-start">
        <div style={{ minWidth: 0, flex: '1 1 240px' }}>
          <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
            {theme.name}
          </Title>
          <Group gap="sm">
            <Text size="sm" role="status">
              {showCount(total)} of {showCount(decided)} tickets match
            </Text>
            <StatusMark status={status} />
          </Group>
        </div>
        <Group gap="xs">
          <SaveTheme key={run} draft={draft} />
          <Button
            component="a"
            href={`/api/runs/${encodeURIComponent(run)}/results.csv${queryOf({ theme: theme.id })}`}
            variant="default"
            leftSection={<Download size={16} aria-hidden />}
          >
            CSV
          </Button>
        </Group>
      </Group>
      {isLive && (
        <Progress
          value={counts.rows === null || counts.rows === 0 ? 0 : (100 * decided) / counts.rows}
          aria-label="Tickets read"
        />
      )}
      {error !== null && <Text c="var(--review)">{error}</Text>}
      {matches.length > 0 ? (
        <MatchTable run={run} matches={matches} onExample={onExample} />
      ) : (
        !isLive && (
          <Empty title="No ticket matches">
            <Text c="dimmed">
              Say it in other words, or give a few examples in the words that customers use.
            </Text>
          </Empty>
        )
      )}
      {pages > 1 && (
        <Pagination
          total={pages}
          value={page}
          onChange={setPage}
          getControlProps={(control) => ({ 'aria-label': `${control} page` })}
          getItemProps={(item) => ({ 'aria-label': `Page ${item}` })}
        />
      )}
      <Anchor component={Link} href={`/runs/${encodeURIComponent(run)}/results`} size="sm">
        All {showCount(counts.rows ?? decided)} tickets, matches or not
      </Anchor>
    </Stack>
  );
}

function isUnderWay(outline: RunOutline | undefined): boolean {
  return outline !== undefined && isAtWork(outline.status);
}
