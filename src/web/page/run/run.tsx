import { Alert, Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useCallback } from 'react';
import { Link } from 'wouter';
import {
  type DecidedTicket,
  isAtWork,
  type RunCounts,
  type RunOutline,
  type RunProgress,
} from '../../api/runs.ts';
import { get } from '../client.ts';
import { Findings } from '../findings/findings.tsx';
import { StatusMark } from '../kit/marks.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Section } from '../kit/section.tsx';
import { Problem, Waiting } from '../kit/states.tsx';
import { CommandHint } from '../kit/words/command-hint.tsx';
import { showDollars, showDuration, showTickets, showTime } from '../kit/words/numbers.ts';
import { CountBar, CountLine } from './count-bar.tsx';
import { FailureList } from './failure-list.tsx';
import { LearnedTriage } from './learned-triage.tsx';
import { DecisionFeed } from './live/decision-feed.tsx';
import { Progress } from './live/progress.tsx';
import { NotifyButton, useToldEnd } from './live/tell-end.tsx';
import { areFailing } from './live/troubles.ts';
import { useLive } from './live/use-live.ts';
import { WaitingForWorkers } from './live/worker-hint.tsx';
import { RunControls } from './run-controls.tsx';
import { RunBooksList, RunSettingsList } from './run-facts.tsx';

/** Milliseconds between two looks at a run that may be gone on with elsewhere. */
const idleMs = 5000;

export function RunPage({ run }: { run: string }) {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['run', run],
    queryFn: ({ signal }) => get<RunOutline>(`/runs/${run}`, signal),
    refetchInterval: ({ state }) => (state.data?.status === 'finished' ? false : idleMs),
  });
  const lookAgain = useCallback(() => {
    void queries.invalidateQueries({ queryKey: ['run', run] });
    void queries.invalidateQueries({ queryKey: ['runs'] });
  }, [queries, run]);
  const isLive = data !== undefined && isAtWork(data.status);
  const { progress, decisions } = useLive(run, isLive, lookAgain);
  if (error !== null && data === undefined)
    return (
      <>
        <PageHead title="Run" about={run} />
        <Problem error={error} retry={() => void refetch()} />
      </>
    );
  if (data === undefined) return <Waiting what="Reading the run" />;
  return (
    <Run
      data={data}
      isLive={isLive}
      progress={progress}
      decisions={decisions}
      onChange={lookAgain}
    />
  );
}

function Run({
  data,
  isLive,
  progress,
  decisions,
  onChange,
}: {
  data: RunOutline;
  isLive: boolean;
  progress: RunProgress | undefined;
  decisions: DecidedTicket[];
  onChange: () => void;
}) {
  const run = data.id;
  const now = isLive && progress !== undefined ? { ...data, ...progress } : data;
  const windowTitle = useToldEnd(now, isLive);
  return (
    <>
      <PageHead
        title={data.file}
        windowTitle={windowTitle}
        about={
          <Group component="span" gap="md" display="inline-flex">
            <span aria-live="polite">
              <StatusMark status={now.status} />
            </span>
            <span>{whenAndHowLong(data)}</span>
            <span>{data.id}</span>
          </Group>
        }
      >
        {isLive && <NotifyButton />}
        <RunControls run={{ ...data, status: now.status }} onChange={onChange} />
      </PageHead>
      <Stack gap="md">
        {now.error !== null && (
          <Alert color={now.status === 'failed' ? 'red' : 'yellow'} variant="outline" role="alert">
            {now.error}
          </Alert>
        )}
        {data.warnings.map((line) => (
          <Alert key={line} color="yellow" variant="outline">
            {line}
          </Alert>
        ))}
        {data.isShared && isLive && <WaitingForWorkers />}
        {data.resumedBy !== null && now.status === 'interrupted' && (
          <CommandHint
            said="It continues with the same command, given where it was:"
            command={data.resumedBy}
          />
        )}
        {isLive ? (
          <Progress run={data} counts={now.counts} progress={progress} />
        ) : (
          <Group justify="space-between" gap="sm">
            <Stack gap={4} style={{ flex: '1 1 260px' }}>
              <CountBar counts={now.counts} />
              <CountLine counts={now.counts} />
            </Stack>
            {hasDecisions(now.counts) && <WhatNext run={run} review={data.counts.review} />}
          </Group>
        )}
        {!isLive && hasDecisions(now.counts) && <Findings outline={data} />}
        <FailureList failures={isLive ? progress?.failures : undefined} books={data.books} />
        {isLive && (
          <DecisionFeed
            run={run}
            themes={data.themes}
            decisions={decisions}
            isFailing={progress !== undefined && areFailing(progress)}
          />
        )}
        {data.triage !== null && <LearnedTriage report={data.triage} themes={data.themes} />}
        <SimpleGrid cols={{ base: 1, lg: 2 }} className="print-hidden">
          <Section title="Settings">
            <RunSettingsList run={data} />
          </Section>
          <Section title="Calls and cost">
            <RunBooksList books={data.books} isLive={isLive} />
          </Section>
        </SimpleGrid>
      </Stack>
    </>
  );
}

function whenAndHowLong({ startedAt, endedAt, cost }: RunOutline): string {
  return [
    showTime(startedAt),
    ...(endedAt === null ? [] : [`took ${showDuration((endedAt - startedAt) / 1000)}`]),
    ...(cost === null || cost > 0 ? [showDollars(cost)] : []),
  ].join(' · ');
}

const hasDecisions = ({ decided, review, failed }: RunCounts) => decided + review + failed > 0;

function WhatNext({ run, review }: { run: string; review: number }) {
  return (
    <Group gap="xs">
      <Button component={Link} href={`/runs/${run}/results`}>
        See the results
      </Button>
      {review > 0 && (
        <Button component={Link} href={`/runs/${run}/review`} variant="default">
          Review {showTickets(review)}
        </Button>
      )}
      {['csv', 'jsonl', 'xlsx'].map((format) => (
        <Button
          key={format}
          component="a"
          href={`/api/runs/${run}/results.${format}`}
          download
          variant="default"
          leftSection={<Download size={16} aria-hidden />}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </Group>
  );
}
