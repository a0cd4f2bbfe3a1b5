import { Anchor, Grid, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { RunList, RunSummary } from '../../api/runs.ts';
import { get } from '../client.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Empty } from '../kit/states.tsx';
import { showTime } from '../kit/words/numbers.ts';
import { longestExample, mostExamples } from './example-list.tsx';
import { noDraft, type SearchDraft, useSearchDraft } from './search-draft.ts';
import { SearchForm } from './search-form.tsx';
import { SearchResults } from './search-results.tsx';

const mostEarlier = 6;

/** Looks for one theme, made up on the spot: what fits becomes a theme of its own. */
export function SearchPage() {
  const [query, setQuery] = useSearchParams();
  const [isUnknown, setUnknown] = useState(false);
  const run = query.get('run');
  const [written, setWritten] = useSearchDraft();
  const { data: list } = useQuery({
    queryKey: ['runs'],
    queryFn: ({ signal }) => get<RunList>('/runs', signal),
  });
  const runs = (list?.runs ?? []).filter(
    ({ workflow }) => !['rejudge', 'calibrate', 'discover'].includes(workflow),
  );
  const searches = runs.filter(({ workflow }) => workflow === 'search');
  const draft = written ?? draftOf(searches.find(({ id }) => id === run));
  const examples = draft.examples.filter((example) => example.trim() !== '');
  return (
    <>
      <PageHead title="Search" about="Describe a theme, and see which tickets it fits" />
      <Grid>
        <Grid.Col span={{ base: 12, md: 5, lg: 4 }}>
          <Stack gap="lg">
            <Paper withBorder p="md">
              <SearchForm
                draft={draft}
                onDraft={setWritten}
                runs={runs}
                onStart={({ run: started }) => {
                  setUnknown(started === null);
                  if (started !== null) setQuery({ run: started });
                }}
              />
            </Paper>
            {searches.length > 0 && (
              <section>
                <Title order={2} size="h5" mb="xs">
                  Earlier searches
                </Title>
                <List listStyleType="none" spacing={6}>
                  {searches.slice(0, mostEarlier).map(({ id, themes, file, startedAt }) => (
                    <List.Item key={id}>
                      <Anchor
                        component={Link}
                        href={`/search?run=${encodeURIComponent(id)}`}
                        size="sm"
                        aria-current={id === run ? 'true' : undefined}
                        onClick={() => setWritten(null)}
                        style={{ overflowWrap: 'anywhere' }}
                      >
                        {themes[0]?.name ?? id}
                      </Anchor>
                      <Text size="xs" c="dimmed">
                        {file} · {showTime(startedAt)}
                      </Text>
                    </List.Item>
                  ))}
                </List>
              </section>
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7, lg: 8 }}>
          <Paper withBorder p="md">
            {run !== null ? (
              <SearchResults
                key={run}
                run={run}
                examples={examples}
                onExample={
                  draft.examples.length >= mostExamples
                    ? undefined
                    : (text) =>
                        setWritten({
                          ...draft,
                          examples: [...examples, text.slice(0, longestExample)],
                        })
                }
              />
            ) : (
              <Empty
                title={
                  isUnknown ? 'The search takes long to begin' : 'Nothing was searched for yet'
                }
              >
                <Text c="dimmed">
                  {isUnknown
                    ? 'It will stand among the earlier searches as soon as it has begun.'
                    : 'Say what to look for. Two or three examples in the words of customers help most.'}
                </Text>
              </Empty>
            )}
          </Paper>
        </Grid.Col>
      </Grid>
    </>
  );
}

/** What an earlier search was for, as far as it is known: its examples aren't kept. */
function draftOf(search: RunSummary | undefined): SearchDraft {
  const theme = search?.themes[0];
  if (theme === undefined) return noDraft;
  const isOwnName = !theme.definition.startsWith(theme.name.replace(/ …$/, ''));
  return { ...noDraft, definition: theme.definition, name: isOwnName ? theme.name : '' };
}
