import { Group, Text, UnstyledButton } from '@mantine/core';
import type { Histogram as Counts } from '../../api/results.ts';
import { showCount } from '../kit/words/numbers.ts';
import { KeyGroup } from './key-group.tsx';

interface Range {
  from: number | undefined;
  to: number | undefined;
}

/** Tickets by a value of 0 to 1. A bar filters by it; Shift with another one by all in between. */
export function Histogram({
  name,
  ends,
  counts: { bins, missing },
  range,
  onChoose,
}: {
  name: string;
  /** What 0 and 1 mean. */
  ends: readonly [string, string];
  counts: Counts;
  range: Range;
  onChoose(range: Range): void;
}) {
  const most = Math.max(1, ...bins);
  const edge = (bin: number) => Math.round((100 * bin) / bins.length) / 100;
  const isFiltered = range.from !== undefined || range.to !== undefined;
  const isInside = (bin: number) =>
    edge(bin) >= (range.from ?? 0) && edge(bin + 1) <= (range.to ?? 1);
  const choose = (bin: number, isExtended: boolean) => {
    const [from, to] = [edge(bin), edge(bin + 1)];
    if (isExtended && isFiltered)
      onChoose({ from: Math.min(from, range.from ?? 0), to: Math.max(to, range.to ?? 1) });
    else if (isFiltered && range.from === from && range.to === to)
      onChoose({ from: undefined, to: undefined });
    else onChoose({ from, to });
  };
  return (
    <div>
      <KeyGroup label={`${name}: tickets by value`} className="histogram">
        {bins.map((count, bin) => (
          <UnstyledButton
            key={edge(bin)}
            tabIndex={bin === 0 ? 0 : -1}
            aria-pressed={isFiltered && isInside(bin)}
            aria-label={`${name} ${edge(bin).toFixed(2)} to ${edge(bin + 1).toFixed(2)}: ${showCount(count)} tickets`}
            title={`${edge(bin).toFixed(2)} to ${edge(bin + 1).toFixed(2)}: ${showCount(count)}`}
            onClick={(event) => choose(bin, event.shiftKey)}
          >
            <svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden>
              <rect
                x="0.5"
                width="9"
                y={100 - Math.max(count === 0 ? 0 : 1.5, (100 * count) / most)}
                height={Math.max(count === 0 ? 0 : 1.5, (100 * count) / most)}
                style={{ fill: 'var(--chart)', opacity: isFiltered && !isInside(bin) ? 0.35 : 1 }}
              />
            </svg>
          </UnstyledButton>
        ))}
      </KeyGroup>
      <Group justify="space-between" mt={4}>
        <Text size="xs" c="dimmed">
          {ends[0]}
        </Text>
        {missing > 0 && (
          <Text size="xs" c="dimmed">
            {showCount(missing)} without
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {ends[1]}
        </Text>
      </Group>
    </div>
  );
}
