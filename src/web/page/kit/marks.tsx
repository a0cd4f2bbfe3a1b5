import { Group, Text } from '@mantine/core';
import { statusColours, themeColour } from './colours.ts';

function Dot({ colour, isRound }: { colour: string; isRound: boolean }) {
  return (
    <svg width="9" height="9" aria-hidden style={{ flex: 'none' }}>
      <rect width="9" height="9" rx={isRound ? 4.5 : 2} style={{ fill: colour }} />
    </svg>
  );
}

/** A status in words, with its colour beside it: colour alone says nothing. */
export function StatusMark({ status }: { status: string }) {
  return (
    <Group gap={6} wrap="nowrap" display="inline-flex">
      <Dot colour={statusColours[status] ?? 'var(--no)'} isRound />
      <Text span size="sm">
        {status.replaceAll('_', ' ')}
      </Text>
    </Group>
  );
}

/** A theme's name with its colour beside it. */
export function ThemeMark({ name, index }: { name: string; index: number }) {
  return (
    <Group gap={6} wrap="nowrap" display="inline-flex" miw={0} maw="100%">
      <Dot colour={themeColour(index)} isRound={false} />
      <Text span size="sm" truncate>
        {name}
      </Text>
    </Group>
  );
}
