import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight, TriangleAlert } from 'lucide-react';
import { Link, useSearchParams } from 'wouter';
import type { RunList } from '../../api/runs.ts';
import type { Comparison } from '../../api/trust/comparison.ts';
import { get, queryOf } from '../client.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Empty, Problem, Waiting } from '../kit/states.tsx';
import { showCount } from '../kit/words/numbers.ts';
import { AgreementTable } from './agreement-table.tsx';
import { ChangedTickets } from './changed-tickets.tsx';
import { ComparedRuns } from './compared-runs.tsx';
import { newestPair, RunChoice } from './run-choice.tsx';
import { WeighedRuns } from './weighed-runs.tsx';

const askAgainMs = 700;

/** Two runs side by side: where they differ, why, what each cost, and which is better. */
export function ComparePage() {
  const [query, setQuery] = useSearchParams();
  const list = useQuery({
    queryKey: ['runs'],
    queryFn: ({ signal }) => get<RunList>('/runs', signal),
  });
  const runs = (list.data?.runs ?? []).filter(
    ({ workflow }) => !['rejudge', 'calibrate'].includes(workflow),
  );
  const usual = newestPair(runs);
  const a = query.get('a') ?? usual?.[0] ?? '';
  const b = query.get('b') ?? usual?.[1] ?? '';
  const choose = (pair: { a: string; b: string }) => setQuery(pair);
  if (list.isPending) return <Waiting what="Reading the runs" />;
  return (
    <>
      <PageHead
        title="Compare"
        about="Two runs over the same tickets: what changed, why, and at what cost"
      />
      {list.isError && <Problem error={list.error} retry={() => list.refetch()} />}
      {list.isSuccess && runs.length < 2 ? (
        <Empty title="There are no two runs to compare yet">
          <Anchor component={Link} href="/new">
            Start a run
          </Anchor>
        </Empty>
      ) : (
        <Stack gap="lg">
          <Group align="flex-end" gap="sm">
            <RunChoice
              label="First"
              runs={runs}
              value={a}
              onChange={(run) => choose({ a: run, b })}
            />
            <Button
              variant="default"
              px="xs"
              aria-label="Swap the two runs"
              onClick={() => choose({ a: b, b: a })}
            >
              <ArrowLeftRight size={16} aria-hidden />
            </Button>
            <RunChoice
              label="Second"
              runs={runs}
              value={b}
              onChange={(run) => choose({ a, b: run })}
            />
          </Group>
          {a === '' || b === '' ? (
            <Empty title="Choose two runs">
              <Text c="dimmed">
                Best are two over the same file, with another model or other themes.
              </Text>
            </Empty>
          ) : (
            <Compared key={`${a} ${b}`} a={a} b={b} />
          )}
        </Stack>
      )}
    </>
  );
}

function Compared({ a, b }: { a: string; b: string }) {
  const compared = useQuery({
    queryKey: ['comparison', a, b],
    queryFn: ({ signal }) => get<Comparison>(`/comparison${queryOf({ a, b })}`, signal),
    refetchInterval: ({ state }) => (state.data?.isPending ? askAgainMs : false),
    retry: false,
  });
  if (compared.isError) return <Problem error={compared.error} retry={() => compared.refetch()} />;
  if (compared.data === undefined) return <Waiting what="Reading both runs" />;
  const { first, second, report } = compared.data;
  return (
    <Stack gap="xl">
      <ComparedRuns {...compared.data} />
      {report === null ? (
        <Waiting what="Going through the tickets of both" />
      ) : (
        <>
          {report.warnings.length > 0 && (
            <Alert
              icon={<TriangleAlert size={18} aria-hidden />}
              color="yellow"
              variant="outline"
              title="Before you trust this"
            >
              {report.warnings.map((warning) => (
                <Text key={warning} size="sm">
                  {warning}
                </Text>
              ))}
            </Alert>
          )}
          {report.gold === null ? (
            <Text c="dimmed">
              Which is better is open: nobody labelled a ticket that both decided.{' '}
              <Anchor component={Link} href={`/runs/${second.run}/review`} inherit>
                Label some
              </Anchor>
            </Text>
          ) : (
            <WeighedRuns gold={report.gold} />
          )}
          <section>
            <Title order={2} size="h4" mb="xs">
              Agreement
            </Title>
            <Text size="sm" c="dimmed" mb="xs">
              {report.changed === 0
                ? `All ${showCount(report.tickets.common)} tickets in common are decided alike`
                : `${showCount(report.changed)} of ${showCount(report.tickets.common)} tickets in common are decided otherwise`}
            </Text>
            <AgreementTable agreements={report.themes} themes={first.themes} />
          </section>
          <ChangedTickets sides={{ first, second }} report={report} />
        </>
      )}
    </Stack>
  );
}
