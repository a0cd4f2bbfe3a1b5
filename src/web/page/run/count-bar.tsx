import { Progress, Text } from '@mantine/core';
import type { RunCounts } from '../../api/runs.ts';
import { statusColours } from '../kit/colours.ts';
import { showCount, showTickets } from '../kit/words/numbers.ts';

const kinds = ['decided', 'review', 'failed'] as const;

/** How far a run is, by what its decisions came to. */
export function CountBar({ counts, size = 'md' }: { counts: RunCounts; size?: 'md' | 'xl' }) {
  const left = notReached(counts);
  const all = Math.max(1, countDone(counts) + left);
  return (
    <Progress.Root size={size} aria-label="Tickets by status">
      {kinds.map((kind) => (
        <Progress.Section
          key={kind}
          value={(100 * counts[kind]) / all}
          color={statusColours[kind] ?? 'gray'}
          aria-label={`${kind}: ${counts[kind]} of ${all}`}
        />
      ))}
      {left > 0 && (
        <Progress.Section
          value={(100 * left) / all}
          color="var(--track)"
          aria-label={`not reached: ${left} of ${all}`}
        />
      )}
    </Progress.Root>
  );
}

/** The same in words. */
export function CountLine({ counts }: { counts: RunCounts }) {
  return (
    <Text size="sm" c="dimmed">
      {describeCounts(counts)}
    </Text>
  );
}

/**
 * `7 of 300 decided, 2 for review, 291 not reached`; `300 tickets: 298 decided, 2 for review` where all were, and
 * `300 tickets so far: …` while nobody knows how many there are.
 */
function describeCounts(counts: RunCounts): string {
  const { rows, decided, review, failed } = counts;
  const left = notReached(counts);
  return [
    rows !== null && left > 0
      ? `${showCount(decided)} of ${showCount(rows)} decided`
      : `${showTickets(countDone(counts))}${rows === null ? ' so far' : ''}: ${showCount(decided)} decided`,
    ...(review > 0 ? [`${showCount(review)} for review`] : []),
    ...(failed > 0 ? [`${showCount(failed)} failed`] : []),
    ...(left > 0 ? [`${showCount(left)} not reached`] : []),
  ].join(', ');
}

/** `3,102 of 30,000 tickets so far`. */
export function describeSoFar(counts: RunCounts): string {
  const done = showCount(countDone(counts));
  return counts.rows === null
    ? `${done} tickets so far`
    : `${done} of ${showTickets(counts.rows)} so far`;
}

const countDone = ({ decided, review, failed }: RunCounts) => decided + review + failed;
const notReached = (counts: RunCounts) => Math.max(0, (counts.rows ?? 0) - countDone(counts));
