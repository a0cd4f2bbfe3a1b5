import { Box, Group, Loader, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { type Evaluation, sayEvaluation } from '../../api/trust/evaluation.ts';
import { get } from '../client.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Section } from '../kit/section.tsx';
import { Problem, Waiting } from '../kit/states.tsx';
import { Sentences } from '../kit/words/sentences.tsx';
import { LearnSection } from '../learn/learn-section.tsx';
import { useRunOutline } from '../run/run-outline.ts';
import { SharpenSection } from '../sharpen/sharpen-section.tsx';
import { NoLabels } from './no-labels.tsx';
import { SwapList } from './swap-list.tsx';
import { ThemeScores } from './theme-scores.tsx';
import { WrongTickets } from './wrong-tickets.tsx';

const askAgainMs = 1000;

/** How good a run is by people's labels: sentences first, each figure with the way to its tickets. */
export function EvaluatePage({ run }: { run: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['evaluation', run],
    queryFn: ({ signal }) => get<Evaluation>(`/runs/${run}/evaluation`, signal),
    refetchInterval: ({ state }) => (state.data?.isPending ? askAgainMs : false),
    retry: false,
  });
  const outline = useRunOutline(run);
  const [query] = useSearchParams();
  const themes = outline.data?.themes ?? [];
  const report = data?.report;
  return (
    <>
      <PageHead title="Evaluate" about="How good the run is, by labels of people">
        {report && data?.isPending && (
          <Group gap="xs" role="status">
            <Loader size="xs" />
            <Text size="sm">looking again</Text>
          </Group>
        )}
      </PageHead>
      {error !== null && <Problem error={error} retry={() => void refetch()} />}
      {error === null && !report && data?.labelled !== 0 && (
        <Waiting what="Comparing the run with the labels" height={400} />
      )}
      {data?.labelled === 0 && <NoLabels run={run} />}
      {error === null && report && (
        <Stack gap="md">
          <Section title="How good it is">
            <Sentences lines={sayEvaluation(report)} />
            <ThemeScores run={run} report={report} themes={themes} />
          </Section>
          <SwapList run={run} swaps={report.swaps} themes={themes} />
          <SharpenSection
            run={run}
            themes={report.themes}
            first={query.get('theme') ?? undefined}
          />
          <WrongTickets run={run} report={report} themes={themes} />
        </Stack>
      )}
      <Box mt="md">
        <LearnSection run={run} />
      </Box>
    </>
  );
}
