import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { RunOutline, RunProgress } from '../../../api/runs.ts';
import { showCount, showDollars, showDuration } from '../../kit/words/numbers.ts';

/** What a run came to so far. */
export function RunFigures({
  run,
  progress,
  now,
}: {
  run: RunOutline;
  progress: RunProgress;
  /** The server's time. */
  now: number;
}) {
  const { calls, counts } = progress;
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
    ...whenDone(progress, isServed, now),
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
  { callsPerMinute, callsAllowed, secondsLeft, now: told }: RunProgress,
  isServed: boolean,
  now: number,
): [string, string][] {
  const allowed = callsAllowed === null ? '' : ` of ${showCount(callsAllowed)}`;
  return [
    ...(isServed
      ? ([['Calls a minute', `${showCount(callsPerMinute)}${allowed}`]] as [string, string][])
      : []),
    ['Time left', secondsLeft === null ? 'not known' : showLeft(secondsLeft - (now - told) / 1000)],
  ];
}

/** It counts down between two words of the server. */
const showLeft = (seconds: number) => `about ${showDuration(Math.max(1, seconds))}`;
