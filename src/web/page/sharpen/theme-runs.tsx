import { Anchor, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { RunList } from '../../api/runs.ts';
import { get, queryOf } from '../client.ts';
import { Section } from '../kit/section.tsx';
import { showTime } from '../kit/words/numbers.ts';

/** Runs that are named. */
const most = 5;

/** The newest runs that asked about a theme, each with the way to its mistakes there, and to better words. */
export function ThemeRuns({ theme }: { theme: string }) {
  const { data } = useQuery({
    queryKey: ['runs'],
    queryFn: ({ signal }) => get<RunList>('/runs', signal),
  });
  const runs = (data?.runs ?? []).filter(
    ({ status, themes }) => status === 'finished' && themes.some(({ id }) => id === theme),
  );
  if (runs.length === 0) return null;
  return (
    <Section title="Better words from mistakes">
      <Text size="sm">
        Where people labelled tickets of a run, it shows what the theme&rsquo;s judge got wrong, and
        suggests better words.
      </Text>
      <List spacing={4} size="sm" listStyleType="none" style={{ overflowWrap: 'anywhere' }}>
        {runs.slice(0, most).map(({ id, name, file, startedAt }) => (
          <List.Item key={id}>
            <Anchor component={Link} href={`/runs/${id}/evaluate${queryOf({ theme })}`} inherit>
              {name ?? file}
            </Anchor>{' '}
            · {showTime(startedAt)}
          </List.Item>
        ))}
      </List>
    </Section>
  );
}
