import { Progress, Text } from '@mantine/core';
import type { RunCounts } from '../../api/runs.ts';
import { statusColours } from '../kit/colours.ts';
import { showCount, showShare } from '../kit/numbers.ts';

const kinds = ['decided', 'review', 'failed'] as const;

const countDone = ({ decided, review, failed }: RunCounts) => decided + review + failed;

/** How far a run is, by what its decisions came to. */
export function CountBar({ counts, size = 'md' }: { counts: RunCounts; size?: 'md' | 'xl' }) {
  const done = countDone(counts);
  const all = Math.max(1, counts.rows ?? done);
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
    </Progress.Root>
  );
}

/** The same in words. */
export function CountLine({ counts }: { counts: RunCounts }) {
  const done = countDone(counts);
  const { rows, review, failed } = counts;
  return (
    <Text size="sm" c="dimmed">
      {showCount(done)}
      {rows !== null && rows !== done && ` of ${showCount(rows)}`} tickets
      {rows !== null && rows > done && ` (${showShare(done / rows)})`}
      {review > 0 && ` · ${showCount(review)} for review`}
      {failed > 0 && ` · ${showCount(failed)} failed`}
    </Text>
  );
}
