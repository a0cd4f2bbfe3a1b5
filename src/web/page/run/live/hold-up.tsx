import { Group, Text } from '@mantine/core';
import { Hourglass, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { HoldUp } from '../../../../domain/hold-up.ts';

/** What holds a run's calls up now, with the seconds that are left until they are made. */
export function HoldUpLines({ holdUp, now }: { holdUp: HoldUp | null; now: number }) {
  if (holdUp === null) return null;
  const { failing, limit } = holdUp;
  return (
    <>
      {failing !== null && (
        <Line icon={<TriangleAlert size={16} aria-hidden color="var(--review)" />}>
          {/* What counts down is not read out at every second. */}
          <span role="status">
            The server {failing.did} {sayTimes(failing.times)}
          </span>
          , {sayNext(failing.nextTry, now)}.
        </Line>
      )}
      {limit !== null && limit.until > now && (
        <Line icon={<Hourglass size={16} aria-hidden color="var(--no)" />}>
          Waiting for the limit until {showClock(limit.until - now)} (
          {secondsUntil(limit.until, now)} s): {limit.why}.
        </Line>
      )}
    </>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <Group gap={8} wrap="nowrap">
      {icon}
      <Text size="sm" component="div" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {children}
      </Text>
    </Group>
  );
}

const few = 'two three four five six seven eight nine ten eleven twelve'.split(' ');

/** In words where it stands beside another number. */
function sayTimes(times: number): string {
  return times === 1 ? 'once' : `${few[times - 2] ?? times} times in a row`;
}

function sayNext(nextTry: number | null, now: number): string {
  const isDue = nextTry === null || nextTry <= now;
  return isDue ? 'it is being asked again' : `next try in ${secondsUntil(nextTry, now)} s`;
}

const secondsUntil = (time: number, now: number) => Math.ceil((time - now) / 1000);

/** On the reader's own clock. */
const showClock = (ms: number) => new Date(Date.now() + ms).toLocaleTimeString('en-GB');
