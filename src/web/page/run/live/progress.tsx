import { Text } from '@mantine/core';
import type { RunCounts, RunOutline, RunProgress } from '../../../api/runs.ts';
import { Section } from '../../kit/section.tsx';
import { CountBar, CountLine } from '../count-bar.tsx';
import { HoldUpLines } from './hold-up.tsx';
import { RunFigures } from './run-figures.tsx';
import { sayTroubles, whyNoTime } from './troubles.ts';
import { useServerTime } from './use-server-time.ts';

/** How far a run at work is, and what keeps it from going faster. */
export function Progress({
  run,
  counts,
  progress,
}: {
  run: RunOutline;
  counts: RunCounts;
  progress: RunProgress | undefined;
}) {
  return (
    <Section title="Progress">
      <CountBar counts={counts} size="xl" />
      <CountLine counts={counts} />
      {progress !== undefined && <Told run={run} progress={progress} />}
    </Section>
  );
}

function Told({ run, progress }: { run: RunOutline; progress: RunProgress }) {
  const now = useServerTime(progress.now);
  const lines = [...sayTroubles(progress), ...whyNoTime(progress)];
  return (
    <>
      <RunFigures run={run} progress={progress} now={now} />
      <HoldUpLines holdUp={progress.holdUp} now={now} />
      {lines.map((line) => (
        <Text key={line} size="sm" c="dimmed">
          {line}
        </Text>
      ))}
    </>
  );
}
