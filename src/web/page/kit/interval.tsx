import { Text } from '@mantine/core';
import type { Share } from '../../api/findings.ts';
import { showShare } from './words/numbers.ts';

/** A share as a dot on a line from 0 to 1, with its interval as a bar, and in figures. */
export function Interval({ share }: { share: Share | null }) {
  if (share === null) return <Text size="sm">–</Text>;
  const { low, high, share: value } = share;
  return (
    <>
      <svg width="100%" height="8" aria-hidden style={{ maxWidth: 150, display: 'block' }}>
        <rect
          width="100%"
          y="3"
          height="2"
          style={{ fill: 'var(--mantine-color-default-border)' }}
        />
        <rect
          x={`${100 * low}%`}
          width={`${100 * (high - low)}%`}
          y="2"
          height="4"
          rx="2"
          style={{ fill: 'var(--soft)' }}
        />
        <circle
          cx={`${100 * value}%`}
          cy="4"
          r="3.5"
          style={{ fill: 'var(--mantine-color-text)' }}
        />
      </svg>
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {showShare(value)}{' '}
        <Text span c="dimmed" size="xs">
          {(100 * low).toFixed(0)}–{(100 * high).toFixed(0)} %
        </Text>
      </Text>
    </>
  );
}
