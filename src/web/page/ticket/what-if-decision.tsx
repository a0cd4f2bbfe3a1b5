import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { RunTheme } from '../../api/runs.ts';
import { StatusMark } from '../kit/marks.tsx';
import { Problem } from '../kit/states.tsx';
import { ThemeList } from './verdict-card.tsx';
import type { WhatIf } from './what-if.ts';

/** What would have been decided, in sight as long as the judges are. */
export function WhatIfDecision({
  whatIf,
  themes,
  onLabel,
}: {
  whatIf: WhatIf;
  themes: readonly RunTheme[];
  onLabel: (themes: readonly string[]) => void;
}) {
  const { replay, keep } = whatIf;
  if (!whatIf.isChanged) return <div aria-live="polite" />;
  const after = replay.data?.after;
  return (
    <div aria-live="polite" className="what-if">
      {replay.isError && <Problem error={replay.error} />}
      {after !== undefined && (
        <Alert color="sea" variant="default" title="It would be">
          <Stack gap="xs">
            <Group gap="md">
              <StatusMark status={after.status} />
              <ThemeList ids={after.themes} themes={themes} />
            </Group>
            <Text size="sm">
              {replay.data?.gained.length === 0 && replay.data.lost.length === 0
                ? 'The same themes.'
                : [
                    ...(replay.data?.gained ?? []).map((id) => `+ ${id}`),
                    ...(replay.data?.lost ?? []).map((id) => `− ${id}`),
                  ].join(', ')}
              {replay.data?.isRulingLeftOut &&
                ' The aggregator ruled on other verdicts, so its ruling does not count.'}
            </Text>
            <Group gap="xs">
              <Button size="xs" onClick={() => onLabel(after.themes)}>
                Make this the right answer
              </Button>
              <Button size="xs" variant="default" onClick={whatIf.reset}>
                Back to what the run has
              </Button>
              <Button
                size="xs"
                variant="default"
                loading={keep.isPending}
                disabled={keep.isSuccess}
                onClick={() => keep.mutate()}
              >
                {keep.isSuccess ? 'Kept' : 'Keep with the ticket'}
              </Button>
            </Group>
            {keep.isError && <Problem error={keep.error} />}
          </Stack>
        </Alert>
      )}
    </div>
  );
}
