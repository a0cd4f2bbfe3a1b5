import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RunBooks, RunOutline } from '../../api/runs.ts';
import { showCount, showDollars, showDuration, showShare } from '../kit/words/numbers.ts';
import { ThemeNames } from '../kit/words/theme-names.tsx';

type Fact = [name: string, value: ReactNode];

/** How a run was told to hear its file. */
export function RunSettingsList({ run }: { run: RunOutline }) {
  const { roles, route, maxMiss, aggregate, docket, stack } = run.settings;
  const { concurrency, limits, votes, panel, redact } = run.settings;
  const limited = [
    ...(limits.rpm === undefined ? [] : [`${showCount(limits.rpm)} requests a minute`]),
    ...(limits.tpm === undefined ? [] : [`${showCount(limits.tpm)} tokens a minute`]),
    ...(limits.rpd === undefined ? [] : [`${showCount(limits.rpd)} requests a day`]),
  ];
  return (
    <Facts
      facts={[
        ['Model', run.model],
        ...(run.baseUrl === '' ? [] : [['Server', run.baseUrl] as Fact]),
        ...(panel.length === 0 ? [] : [['Panel', panel.join(', ')] as Fact]),
        ...(votes === 1 ? [] : [['Votes', showCount(votes)] as Fact]),
        ['Text', roles.text],
        ['Id', roles.id ?? 'the row number'],
        ['Context', roles.context.join(', ') || 'none'],
        ['Themes', <ThemeNames key="themes" themes={run.themes} />],
        [
          'Route',
          maxMiss === null
            ? route
            : `what it has learned so far; misses at most ${showShare(maxMiss)} of the yes verdicts`,
        ],
        ['Aggregator', aggregate],
        ['Tickets per call (docket)', showCount(docket)],
        ['Themes per call (stack)', stack === 1 ? '1' : `up to ${stack}`],
        ['Concurrency', `up to ${concurrency} calls`],
        ['Limits', limited.join(', ') || 'none given'],
        ...(redact ? [['Trace', 'redacted'] as Fact] : []),
      ]}
    />
  );
}

/** Where its money and time went. */
export function RunBooksList({ books, isLive }: { books: RunBooks; isLive: boolean }) {
  const { paid, wasted, failed, unknown, reused, cost, unpriced, waited, pace } = books;
  const failures = Object.values(failed).reduce((sum, count) => sum + count, 0);
  const missing = isLive ? unpriced - unknown : unpriced;
  if (paid + failures + unknown === 0)
    return (
      <Facts
        facts={[
          ['Calls to a server', 'none'],
          ['Answers known before', showCount(reused)],
        ]}
      />
    );
  return (
    <Facts
      facts={[
        [
          'Calls answered',
          `${showCount(paid)}${wasted > 0 ? `, ${showCount(wasted)} of them not usable` : ''}`,
        ],
        ['Calls failed', showCount(failures)],
        ...(unknown === 0
          ? []
          : [[isLive ? 'Calls under way' : 'Outcome unknown', showCount(unknown)] as Fact]),
        ['Answers known before', showCount(reused)],
        ['Tokens in', `${showCount(books.tokensIn)}, ${showCount(books.tokensCached)} cached`],
        ['Tokens out', showCount(books.tokensOut)],
        [
          'Cost',
          `${cost === 0 ? '$0' : showDollars(cost)}${missing > 0 ? `, ${missing} calls unknown` : ''}`,
        ],
        ...(pace === null
          ? []
          : [['Pace', `${showCount(Math.round(pace))} calls a minute`] as Fact]),
        ['Waited for the limit', showDuration(waited.forLimit / 1000)],
        ['Waited for the model', showDuration(waited.forModel / 1000)],
        ['Waited for this program', showDuration(waited.forUs / 1000)],
      ]}
    />
  );
}

function Facts({ facts }: { facts: Fact[] }) {
  return (
    <Stack gap={6} component="dl" m={0}>
      {facts.map(([name, value]) => (
        <Group key={name} gap="md" wrap="nowrap" align="flex-start">
          <Text component="dt" size="sm" c="dimmed" w={150} flex="none">
            {name}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }} miw={0}>
            {value}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
