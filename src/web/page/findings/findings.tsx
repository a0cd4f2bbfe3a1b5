import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TimeChart } from '../../api/results.ts';
import type { RunOutline } from '../../api/runs.ts';
import { aboutShares, type RunSummaryReport, sayFindings } from '../../api/summary.ts';
import { get } from '../client.ts';
import { CountSection } from '../count/count-section.tsx';
import { Section } from '../kit/section.tsx';
import { Problem, Waiting } from '../kit/states.tsx';
import { Sentences } from '../kit/words/sentences.tsx';
import { BreakdownSection } from './breakdown.tsx';
import { PrintSheet } from './print-sheet.tsx';
import { ThemeTable } from './theme-table.tsx';

/** What a run found out: sentences first, the figures behind them below. */
export function Findings({ outline }: { outline: RunOutline }) {
  const { id, file, hasDates, themes } = outline;
  const { data, error, refetch } = useQuery({
    queryKey: ['summary', id],
    queryFn: ({ signal }) => get<RunSummaryReport>(`/runs/${id}/summary`, signal),
  });
  const { data: time = null } = useQuery({
    queryKey: ['timeline', id, ''],
    queryFn: ({ signal }) => get<TimeChart | null>(`/runs/${id}/timeline`, signal),
    enabled: hasDates,
  });
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting what="Counting the tickets" height={500} />;
  return (
    <>
      <Section title="Findings">
        <Sentences lines={sayFindings(data)} />
        <ThemeTable run={id} report={data} themes={themes} time={time} />
        <Stack gap={2}>
          {[...data.notes, aboutShares(data.themes)].map((note) => (
            <Text key={note} size="xs" c="dimmed">
              {note}
            </Text>
          ))}
        </Stack>
      </Section>
      <CountSection run={id} />
      {data.columns.length > 0 && (
        <BreakdownSection run={id} file={file} themes={themes} columns={data.columns} />
      )}
      <PrintSheet outline={outline} time={time} />
    </>
  );
}
