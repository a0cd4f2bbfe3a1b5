import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { RunCounts, RunOutline, RunProgress } from '../../../api/runs.ts';
import { showCount, showDollars, showDuration } from '../../kit/numbers.ts';

/** What a run came to so far. */
export function RunFigures({
  run,
  counts,
  progress,
}: {
  run: RunOutline;
  counts: RunCounts;
  progress: RunProgress;
}) {
  const { calls } = progress;
  const isServed = run.baseUrl !== '';
  const figures: [string, string][] = [
    ['Decided', showCount(counts.decided)],
    ['For review', showCount(counts.review)],
    ['Failed', showCount(counts.failed)],
    ...(isServed
      ? ([
          ['Calls answered', showCount(calls.paid)],
          ['Calls failed', showCount(calls.failed)],
          ['Cost', showCost(progress.cost)],
        ] as [string, string][])
      : []),
    ['Answers known before', showCount(calls.reused)],
    ...whenDone(progress, isServed),
  ];
  return (
    <SimpleGrid cols={{ base: 2, xs: 3, md: 4, xl: 8 }} component="dl" m={0}>
      {figures.map(([name, value]) => (
        <Stack key={name} gap={0} style={{ flexDirection: 'column-reverse' }}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text
            component="dd"
            m={0}
            fw={600}
            size="lg"
            style={{ fontVariantNumeric: 'tabular-nums' }}
          >
            {value}
          </Text>
        </Stack>
      ))}
    </SimpleGrid>
  );
}

const showCost = (dollars: number | null) => (dollars === 0 ? '$0' : showDollars(dollars));

function whenDone(
  { callsPerMinute, callsAllowed, secondsLeft }: RunProgress,
  isServed: boolean,
): [string, string][] {
  const allowed = callsAllowed === null ? '' : ` of ${showCount(callsAllowed)}`;
  return [
    ...(isServed
      ? ([['Calls a minute', `${showCount(callsPerMinute)}${allowed}`]] as [string, string][])
      : []),
    ['Time left', secondsLeft === null ? 'not known yet' : `about ${showDuration(secondsLeft)}`],
  ];
}

/** What holds a run up now, a sentence each: why no time is left to be told, calls that failed, and the limit. */
export function sayTroubles({ troubles, limitUntil, secondsLeft, counts }: RunProgress): string[] {
  const clock = (at: number) => new Date(at).toLocaleTimeString('en-GB');
  const done = counts.decided + counts.review + counts.failed;
  return [
    ...troubles.map(
      ({ cause, count }) =>
        `In the last minute ${showCount(count)} ${count === 1 ? 'call' : 'calls'} failed: ${cause.replaceAll('_', ' ')}. What failed is asked again by itself.`,
    ),
    ...(limitUntil === null
      ? []
      : [`Waiting for the limit of calls a minute until ${clock(limitUntil)}.`]),
    ...(secondsLeft !== null
      ? []
      : [
          counts.rows === null
            ? 'The time left is not known: the file is still being read.'
            : done === 0
              ? 'The time left is not known: no ticket is decided yet.'
              : 'The time left is not known: no further ticket was decided in the last minute.',
        ]),
  ];
}
