import { Group, Text } from '@mantine/core';
import type { OutcomeMark as Mark } from '../../api/results.ts';

const marks: Record<Mark, { symbol: string; colour: string; words: string }> = {
  yes: { symbol: '✓', colour: 'var(--yes)', words: 'yes' },
  no: { symbol: '·', colour: 'var(--no)', words: 'no' },
  failed: { symbol: '✕', colour: 'var(--failed)', words: 'failed' },
  overruled: { symbol: '≠', colour: 'var(--review)', words: 'decided otherwise than judged' },
  not_routed: { symbol: '', colour: 'var(--no)', words: 'not routed' },
};

export const describeMark = (mark: Mark): string => marks[mark].words;

/** A sign of its own for each outcome; a frame around it where a person gave the theme. */
export function OutcomeMark({ mark, isGold }: { mark: Mark; isGold: boolean }) {
  const { symbol, colour } = marks[mark];
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden>
      {mark !== 'not_routed' && mark !== 'no' && (
        <rect x="3" y="3" width="16" height="16" rx="3" style={{ fill: colour, opacity: 0.16 }} />
      )}
      {isGold && (
        <rect
          x="1.5"
          y="1.5"
          width="19"
          height="19"
          rx="4"
          style={{ fill: 'none', stroke: 'var(--gold)', strokeWidth: 2 }}
        />
      )}
      <text
        x="11"
        y="15.5"
        textAnchor="middle"
        style={{ fill: colour, fontSize: 13, fontWeight: 700 }}
      >
        {symbol}
      </text>
    </svg>
  );
}

/** What the signs mean. */
export function MarkLegend() {
  return (
    <Group gap="md" role="note" aria-label="What the signs mean" wrap="wrap">
      {Object.entries(marks).map(([mark, { words }]) => (
        <Group key={mark} gap={4} wrap="nowrap">
          <OutcomeMark mark={mark as Mark} isGold={false} />
          <Text size="xs" c="dimmed">
            {mark === 'not_routed' ? 'empty: not routed' : words}
          </Text>
        </Group>
      ))}
      <Group gap={4} wrap="nowrap">
        <OutcomeMark mark="not_routed" isGold />
        <Text size="xs" c="dimmed">
          a person gave this theme
        </Text>
      </Group>
    </Group>
  );
}
