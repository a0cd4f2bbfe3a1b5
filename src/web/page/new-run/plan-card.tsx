import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import type { RunPlan, RunRequestInput } from '../../api/run-request.ts';
import { post } from '../client.ts';
import { Problem } from '../kit/states.tsx';
import {
  showCount,
  showDollars,
  showDuration,
  showTickets,
  showTime,
} from '../kit/words/numbers.ts';

/** What a run would take, and the button that starts it. */
export function PlanCard({
  request,
  missing,
  isStarting,
  problem,
  onStart,
}: {
  /** Null where something is missing yet. */
  request: RunRequestInput | null;
  missing: string;
  isStarting: boolean;
  problem: unknown;
  onStart: () => void;
}) {
  const { data, error, isFetching } = useQuery({
    queryKey: ['plan', request],
    queryFn: () => post<RunPlan>('/plan', request),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const plan = request === null || error !== null ? undefined : data;
  return (
    <Paper
      withBorder
      p="md"
      radius="md"
      component="section"
      aria-label="The plan"
      style={{ position: 'sticky', top: 68 }}
    >
      <Stack gap="sm">
        <Text fw={600} component="h2" size="md" m={0}>
          What it will take
        </Text>
        {request === null && <Text c="dimmed">{missing}</Text>}
        {request !== null && plan === undefined && error === null && (
          <Text c="dimmed">Counting the tickets…</Text>
        )}
        {error !== null && request !== null && <Problem error={error} />}
        {plan !== undefined && (
          <Figures plan={plan} learns={request?.triage === 'learned'} isOld={isFetching} />
        )}
        {problem !== null && <Problem error={problem} />}
        <Button
          size="md"
          leftSection={<Play size={17} aria-hidden />}
          disabled={plan === undefined || isStarting}
          loading={isStarting}
          onClick={onStart}
        >
          Start the run
        </Button>
      </Stack>
    </Paper>
  );
}

function Figures({ plan, learns, isOld }: { plan: RunPlan; learns: boolean; isOld: boolean }) {
  const { tickets, repeated, defects } = plan;
  const lines: [string, string][] = [
    ['Tickets', showCount(tickets)],
    ...(repeated > 0 ? [['Repeat another', showCount(repeated)] as [string, string]] : []),
    ...(defects > 0 ? [["Can't be judged", showCount(defects)] as [string, string]] : []),
    ['Themes', showCount(plan.themes)],
    ...(plan.known > 0
      ? [['Answers from earlier runs', showCount(plan.known)] as [string, string]]
      : []),
    ['Calls', `${showCount(plan.calls)} (${sayCall(plan)})`],
    ['Tokens', `${showCount(plan.tokensIn)} in, ${showCount(plan.tokensOut)} out`],
    ['Cost', plan.isFree ? 'free' : showDollars(plan.cost)],
    ['Takes', showDuration(Math.max(1, plan.seconds))],
    ['Ready', `about ${showTime(plan.finishesAt)}`],
  ];
  return (
    <>
      <Stack gap={6} component="dl" m={0} aria-busy={isOld}>
        {lines.map(([name, value]) => (
          <Group key={name} justify="space-between" gap="md" wrap="nowrap" align="flex-start">
            <Text component="dt" size="sm" c="dimmed">
              {name}
            </Text>
            <Text component="dd" size="sm" m={0} ta="right">
              {value}
            </Text>
          </Group>
        ))}
      </Stack>
      {plan.plainCalls !== null && <LearningCosts calls={plan.calls} plain={plan.plainCalls} />}
      {plan.learned.map((line) => (
        <Text key={line} size="xs" style={{ overflowWrap: 'anywhere' }}>
          {line}
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {learns && 'At most: as if every judge were asked about every ticket. '}
        An estimate.
      </Text>
    </>
  );
}

/** `16 tickets per call`, `8 tickets and 9 themes per call`. */
function sayCall({ docket, stack }: RunPlan): string {
  const themes = stack > 1 ? ` and ${showCount(stack)} themes` : '';
  return `${showTickets(docket)}${themes} per call`;
}

/** Whoever learns pays for the questions that teach. */
function LearningCosts({ calls, plain }: { calls: number; plain: number }) {
  const isDearer = plain < calls;
  return (
    <Alert color={isDearer ? 'yellow' : 'gray'} variant="outline" p="xs">
      <Text size="sm">
        The triage agent would take about {showCount(plain)} calls, learning up to{' '}
        {showCount(calls)}.
        {isDearer &&
          ' Learning seldom pays: choose it for its limit on missed yes verdicts, not to save calls.'}
      </Text>
    </Alert>
  );
}
