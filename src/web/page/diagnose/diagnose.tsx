import { Anchor, Group, List, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Findings, FindingsReport } from '../../api/findings.ts';
import type { RunOutline } from '../../api/runs.ts';
import { get } from '../client.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Empty, Problem, Waiting } from '../kit/states.tsx';
import { CommandHint } from '../kit/words/command-hint.tsx';
import { showCount, showShare } from '../kit/words/numbers.ts';
import { Causes } from './causes.tsx';
import { FindingGroups } from './finding-groups.tsx';
import { ScoreTable } from './score-table.tsx';

const askAgainMs = 1000;

/** What went wrong in a run and whose it is, each with the way to its tickets. */
export function DiagnosePage({ run }: { run: string }) {
  const found = useQuery({
    queryKey: ['findings', run],
    queryFn: ({ signal }) => get<Findings>(`/runs/${run}/findings`, signal),
    refetchInterval: ({ state }) => (state.data?.isPending ? askAgainMs : false),
    retry: false,
  });
  const outline = useQuery({
    queryKey: ['run', run],
    queryFn: ({ signal }) => get<RunOutline>(`/runs/${run}`, signal),
  });
  const report = found.data?.report ?? undefined;
  const themes = outline.data?.themes ?? [];
  return (
    <>
      <PageHead
        title="Diagnose"
        about={report === undefined ? outline.data?.file : summaryOf(report)}
      >
        {report !== undefined && found.data?.isPending && (
          <Group gap="xs" role="status">
            <Loader size="xs" />
            <Text size="sm">looking again</Text>
          </Group>
        )}
      </PageHead>
      {found.isError && <Problem error={found.error} retry={() => found.refetch()} />}
      {!found.isError && report === undefined && (
        <Waiting what="Going through every ticket: 20,000 of them take some ten seconds" />
      )}
      {report !== undefined && (
        <Stack gap="xl">
          <Causes causes={report.causes} themes={themes} />
          {report.groups.length === 0 ? (
            <NothingFound run={run} report={report} />
          ) : (
            <FindingGroups run={run} groups={report.groups} themes={themes} />
          )}
          <section>
            <Title order={2} size="h4" mb="xs">
              How each agent did
            </Title>
            {report.labelled === 0 && (
              <Text size="sm" c="dimmed" mb="xs">
                Precision and recall need labels.{' '}
                <Anchor component={Link} href={`/runs/${run}/review`} inherit>
                  Label some tickets
                </Anchor>
              </Text>
            )}
            <ScoreTable scores={report.scores} themes={themes} />
          </section>
          <Confusions
            report={report}
            nameOf={(id) => themes.find((theme) => theme.id === id)?.name ?? id}
          />
          <Audit audit={report.audit} />
          {report.tickets > 0 && (
            <CommandHint
              said="Do judges follow orders that stand in tickets, in whatever language? This asks them again about the 20 most suspicious tickets, without the suspected sentence. It says first what that costs; --dry-run says only that."
              command={report.probe}
            />
          )}
        </Stack>
      )}
    </>
  );
}

function summaryOf({ tickets, labelled, wrong }: FindingsReport): string {
  const decided = `${showCount(tickets)} tickets judged`;
  return labelled === 0
    ? `${decided}, none labelled: this is what the trace proves, and suspicions`
    : `${decided}, ${showCount(labelled)} labelled, ${showCount(wrong)} of them wrong (${showShare(wrong / labelled)})`;
}

function NothingFound({ run, report }: { run: string; report: FindingsReport }) {
  return (
    <Empty title={report.tickets === 0 ? 'No ticket is decided yet' : 'Nothing wrong was found'}>
      {report.tickets > 0 && (
        <Text c="dimmed">
          {report.labelled === 0
            ? 'No judge failed, no quote was made up, and no verdict was doubtful. Whether the verdicts are right nobody can say without labels.'
            : 'Every labelled ticket is decided as its label says. The others may still be wrong.'}
        </Text>
      )}
      <Anchor component={Link} href={report.tickets === 0 ? `/runs/${run}` : `/runs/${run}/review`}>
        {report.tickets === 0 ? 'Follow the run' : 'Label more tickets'}
      </Anchor>
    </Empty>
  );
}

function Confusions({
  report: { confusions },
  nameOf,
}: {
  report: FindingsReport;
  nameOf: (theme: string) => string;
}) {
  if (confusions.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        Themes taken for one another
      </Title>
      <List spacing={4}>
        {confusions.map(({ themes: [taken, missed], swapped, labelled }) => (
          <List.Item key={`${taken} ${missed}`}>
            <b>{nameOf(taken)}</b> in the place of <b>{nameOf(missed)}</b>: {showCount(swapped)} of
            its {showCount(labelled)} tickets
          </List.Item>
        ))}
      </List>
    </section>
  );
}

function Audit({ audit }: { audit: FindingsReport['audit'] }) {
  if (audit === null) return null;
  const { asked, yes, unrouted, missed, recall } = audit;
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        What triage misses
      </Title>
      <Text size="sm">
        An audit asked the judges about {showCount(asked)} themes that triage had not named:{' '}
        {showCount(yes)} have a yes. So it misses {showShare(missed.share)} of {showCount(unrouted)}{' '}
        (95 %: {showShare(missed.low)} to {showShare(missed.high)}), and finds{' '}
        {showShare(recall.share)} of what applies ({showShare(recall.low)} to{' '}
        {showShare(recall.high)}).
      </Text>
    </Paper>
  );
}
