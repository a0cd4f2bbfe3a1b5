import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { RunCounts, RunOutline, RunProgress } from '../../api/runs.ts';
import { showCount, showDollars, showDuration, showTime } from '../kit/numbers.ts';

/** What a run came to so far: as it is told live, or from its books. */
export function RunFigures({
  run,
  counts,
  progress,
}: {
  run: RunOutline;
  counts: RunCounts;
  progress: RunProgress | undefined;
}) {
  const { books } = run;
  const failed = Object.values(books.failed).reduce((sum, count) => sum + count, 0);
  const calls = progress?.calls ?? { paid: books.paid, reused: books.reused, failed };
  const isServed = run.baseUrl !== '';
  const figures: [string, string][] = [
    ['Decided', showCount(counts.decided)],
    ['For review', showCount(counts.review)],
    ['Failed', showCount(counts.failed)],
    ...(isServed
      ? ([
          ['Calls paid', showCount(calls.paid)],
          ['Calls failed', showCount(calls.failed)],
          ['Cost', showCost(progress === undefined ? run.cost : progress.cost)],
        ] as [string, string][])
      : []),
    ['Answers reused', showCount(calls.reused)],
    ...whenDone(run, progress, isServed),
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
  { startedAt, endedAt }: RunOutline,
  progress: RunProgress | undefined,
  isServed: boolean,
): [string, string][] {
  if (progress === undefined)
    return [
      ['Started', showTime(startedAt)],
      ...(endedAt === null
        ? []
        : ([['Took', showDuration((endedAt - startedAt) / 1000)]] as [string, string][])),
    ];
  const { callsPerMinute, callsAllowed, secondsLeft } = progress;
  const allowed = callsAllowed === null ? '' : ` of ${showCount(callsAllowed)}`;
  return [
    ...(isServed
      ? ([['Calls a minute', `${showCount(callsPerMinute)}${allowed}`]] as [string, string][])
      : []),
    ['Time left', secondsLeft === null ? 'not known yet' : `about ${showDuration(secondsLeft)}`],
  ];
}
