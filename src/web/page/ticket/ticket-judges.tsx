import {
  Button,
  Group,
  List,
  Loader,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Title,
  VisuallyHidden,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Outcome } from '../../../domain/decision/outcome.ts';
import type { RunTheme } from '../../api/runs.ts';
import type { RejudgeAnswer } from '../../api/ticket.ts';
import { post } from '../client.ts';
import { Problem } from '../kit/states.tsx';
import { VerdictCard } from './verdict-card.tsx';
import { type Flip, saidOf, type WhatIf } from './what-if.ts';
import { WhatIfDecision } from './what-if-decision.tsx';

/** Judges that were not asked and are shown at first. */
const idleShown = 6;

/** What every judge said, each with its "what if" and a way to ask it again. */
export function TicketJudges({
  run,
  row,
  outcomes,
  leftOut,
  themes,
  whatIf,
  onLabel,
}: {
  run: string;
  row: number;
  outcomes: readonly Outcome[];
  /** Why judges were not asked, where that is known. */
  leftOut: readonly { theme: string; reason: string }[];
  themes: readonly RunTheme[];
  whatIf: WhatIf;
  /** Makes these themes the right answer. */
  onLabel: (themes: readonly string[]) => void;
}) {
  const [isWhole, setWhole] = useState(false);
  const asked = outcomes.filter(({ kind }) => kind !== 'not_routed');
  const idle = outcomes.filter(({ kind }) => kind === 'not_routed');
  const reasons = new Map(leftOut.map(({ theme, reason }) => [theme, reason]));
  const shown = [...asked, ...(isWhole ? idle : idle.slice(0, idleShown))];
  return (
    <section aria-labelledby="judges">
      <Title order={2} size="h4" mb="xs" id="judges">
        Judges
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }} spacing="sm">
        {shown.map((outcome) => {
          const index = themes.findIndex(({ id }) => id === outcome.theme);
          const theme = themes[index] ?? { id: outcome.theme, name: outcome.theme, definition: '' };
          return (
            <VerdictCard
              key={outcome.theme}
              outcome={outcome}
              theme={theme}
              index={Math.max(0, index)}
              leftOut={reasons.get(outcome.theme)}
            >
              <Turn outcome={outcome} theme={theme} whatIf={whatIf} />
              <AskAgain run={run} row={row} theme={theme} />
            </VerdictCard>
          );
        })}
      </SimpleGrid>
      {!isWhole && idle.length > idleShown && (
        <Button variant="default" size="xs" mt="sm" onClick={() => setWhole(true)}>
          Show {idle.length - idleShown} more that were not asked
        </Button>
      )}
      <WhatIfDecision whatIf={whatIf} themes={themes} onLabel={onLabel} />
    </section>
  );
}

const turns: { value: Flip; label: string }[] = [
  { value: 'yes', label: 'yes' },
  { value: 'no', label: 'no' },
  { value: 'failed', label: 'failed' },
  { value: 'not_routed', label: 'not asked' },
];

function Turn({ outcome, theme, whatIf }: { outcome: Outcome; theme: RunTheme; whatIf: WhatIf }) {
  const flip = whatIf.flips[outcome.theme];
  return (
    <Stack gap={2}>
      <Text size="xs" c="dimmed">
        What if it were{flip !== undefined && ' (turned)'}
      </Text>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={`What if ${theme.name} were`}
        data={turns}
        value={flip ?? saidOf(outcome)}
        onChange={(to) => whatIf.flip(outcome, to as Flip)}
      />
    </Stack>
  );
}

function AskAgain({ run, row, theme }: { run: string; row: number; theme: RunTheme }) {
  const queries = useQueryClient();
  const asking = useMutation({
    mutationFn: (times: number) =>
      post<RejudgeAnswer>(`/runs/${encodeURIComponent(run)}/tickets/${row}/rejudge`, {
        theme: theme.id,
        times,
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['ticket', run, row] }),
  });
  return (
    <>
      <Group gap="xs">
        {[1, 5].map((times) => (
          <Button
            key={times}
            size="compact-xs"
            variant="default"
            disabled={asking.isPending}
            onClick={() => asking.mutate(times)}
          >
            {times === 1 ? 'Ask again' : `${times} times`}
            <VisuallyHidden>
              {times === 1 ? '' : ', ask again'}: {theme.name}
            </VisuallyHidden>
          </Button>
        ))}
        {asking.isPending && <Loader size={14} aria-label={`Asking ${theme.name} again`} />}
      </Group>
      <div aria-live="polite">
        {asking.isError && <Problem error={asking.error} />}
        {asking.data !== undefined && <Again answer={asking.data} />}
      </div>
    </>
  );
}

function Again({ answer: { before, replies, hasChanged } }: { answer: RejudgeAnswer }) {
  return (
    <>
      <Text size="xs">
        The run has {before ?? 'no verdict'}; asked again:
        {hasChanged && ' (the theme or the model is another one now)'}
      </Text>
      <List size="xs" spacing={2} withPadding>
        {replies.map((reply, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: answers of one asking never change places
          <List.Item key={index}>
            {reply.ok
              ? `${reply.verdict} ${reply.confidence.toFixed(2)}: ${reply.rationale}`
              : `no answer: ${reply.cause.replaceAll('_', ' ')} ${reply.detail}`}
          </List.Item>
        ))}
      </List>
    </>
  );
}
