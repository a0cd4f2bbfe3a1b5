import { Group, Paper, Text, Title, UnstyledButton } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Charts, TimeChart } from '../../api/results.ts';
import type { RunOutline } from '../../api/runs.ts';
import { isAtWork } from '../../api/runs.ts';
import { get } from '../client.ts';
import { statusColours } from '../kit/colours.ts';
import { Problem, Waiting } from '../kit/states.tsx';
import { showCount, showTickets } from '../kit/words/numbers.ts';
import { type ResultsQuery, toggled } from '../results/results-query.ts';
import {
  ends,
  histogramPicture,
  pairsPicture,
  statusPicture,
  themesPicture,
  timePicture,
} from './chart-pictures.ts';
import { Histogram } from './histogram.tsx';
import { PairMap } from './pair-map.tsx';
import type { Picture } from './picture/picture.ts';
import { SaveChart } from './save-chart.tsx';
import { Bar, ThemeBars } from './theme-bars.tsx';
import { TimeSeries } from './time-series.tsx';

/** Themes in the row that stands for all charts. */
const mostInRow = 4;

/** What the filtered tickets are, drawn. Every part of it filters further. */
export function ChartsPanel({ outline, results }: { outline: RunOutline; results: ResultsQuery }) {
  const [isOpen, setIsOpen] = useLocalStorage({
    key: 'tribunal-charts-open',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <section aria-label="Charts">
      <div className="charts-head">
        <UnstyledButton aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <Title order={2} size="h5" className="with-icon">
            <Icon size={16} aria-hidden />
            Charts
          </Title>
        </UnstyledButton>
        {!isOpen && <ChartsRow outline={outline} results={results} />}
      </div>
      {isOpen && <OpenCharts outline={outline} results={results} />}
    </section>
  );
}

const commonTo = ({ status }: RunOutline) => ({
  placeholderData: keepPreviousData,
  refetchInterval: isAtWork(status) ? 4000 : (false as const),
});

function useCharts(outline: RunOutline, { filterQuery }: ResultsQuery) {
  return useQuery({
    queryKey: ['charts', outline.id, filterQuery],
    queryFn: ({ signal }) => get<Charts>(`/runs/${outline.id}/charts${filterQuery}`, signal),
    ...commonTo(outline),
  });
}

/** The most frequent themes in one row, whose place is kept until they are counted. */
function ChartsRow({ outline, results }: { outline: RunOutline; results: ResultsQuery }) {
  const { data } = useCharts(outline, results);
  return (
    <div className="charts-row" data-changing={data === undefined || undefined}>
      {data !== undefined && (
        <ThemeBars charts={data} themes={outline.themes} results={results} most={mostInRow} />
      )}
    </div>
  );
}

function OpenCharts({ outline, results }: { outline: RunOutline; results: ResultsQuery }) {
  const { id, themes } = outline;
  const { filterQuery, filter, change } = results;
  const charts = useCharts(outline, results);
  const time = useQuery({
    queryKey: ['timeline', id, filterQuery],
    queryFn: ({ signal }) => get<TimeChart | null>(`/runs/${id}/timeline${filterQuery}`, signal),
    enabled: outline.hasDates,
    ...commonTo(outline),
  });
  if (charts.error !== null && charts.data === undefined)
    return <Problem error={charts.error} retry={() => void charts.refetch()} />;
  const { data } = charts;
  const days = time.data ?? undefined;
  const drawTime = days && (() => timePicture(days, themes));
  if (data === undefined) return <Waiting what="Counting the tickets" />;
  const unreached = Math.max(0, (outline.counts.rows ?? 0) - data.all);
  const most = Math.max(1, unreached, ...Object.values(data.statuses));
  const about = `${outline.file}: ${data.total === data.all ? showTickets(data.all) : `${showCount(data.total)} of ${showTickets(data.all)}`}`;
  return (
    <div className="charts" data-changing={charts.isPlaceholderData || undefined}>
      <Chart title="Themes" about={about} draw={() => themesPicture(data, themes)}>
        <ThemeBars charts={data} themes={themes} results={results} />
      </Chart>
      <div className="chart-stack">
        <Chart
          title="Confidence"
          about={about}
          draw={() => histogramPicture(data.confidence, ends.confidence)}
        >
          <Histogram
            name="Confidence"
            ends={ends.confidence}
            counts={data.confidence}
            range={{ from: filter.least, to: filter.surest }}
            onChoose={({ from, to }) => change({ least: from, surest: to })}
          />
        </Chart>
        <Chart
          title="Sentiment"
          about={about}
          draw={() => histogramPicture(data.sentiment, ends.sentiment)}
        >
          <Histogram
            name="Sentiment"
            ends={ends.sentiment}
            counts={data.sentiment}
            range={{ from: filter.calmest, to: filter.angriest }}
            onChoose={({ from, to }) => change({ calmest: from, angriest: to })}
          />
        </Chart>
      </div>
      <div className="chart-stack">
        <Chart title="Status" about={about} draw={() => statusPicture(data, unreached)}>
          <ul className="bars">
            {Object.entries(data.statuses).map(([name, tickets]) => (
              <Bar
                key={name}
                name={name}
                tickets={tickets}
                most={most}
                colour={statusColours[name] ?? 'var(--no)'}
                isChosen={filter.status?.includes(name) ?? false}
                onChoose={() => change({ status: toggled(filter.status, name) })}
              />
            ))}
            {unreached > 0 && (
              <Bar name="not reached" tickets={unreached} most={most} colour="var(--no)" />
            )}
          </ul>
        </Chart>
        <Chart
          title="Themes that come together"
          about={about}
          draw={() => pairsPicture(data, themes)}
        >
          <PairMap charts={data} themes={themes} results={results} />
        </Chart>
      </div>
      {outline.hasDates && (
        <Chart title="Over time" isWide about={about} draw={drawTime}>
          {time.error !== null ? (
            <Problem error={time.error} retry={() => void time.refetch()} />
          ) : time.data === undefined ? (
            <Waiting what="Reading the dates" />
          ) : time.data === null ? (
            <Text size="sm" c="dimmed">
              No dates can be read.
            </Text>
          ) : (
            <TimeSeries time={time.data} themes={themes} results={results} />
          )}
        </Chart>
      )}
    </div>
  );
}

function Chart({
  title,
  about,
  draw,
  isWide = false,
  children,
}: {
  title: string;
  /** Of which tickets it is. */
  about: string;
  /** Undefined as long as there is nothing to be saved. */
  draw: (() => Pick<Picture, 'width' | 'height' | 'shapes'>) | undefined;
  isWide?: boolean;
  children: ReactNode;
}) {
  return (
    <Paper withBorder p="sm" className={isWide ? 'is-wide' : undefined}>
      <Group justify="space-between" wrap="nowrap" mb={6}>
        <Title order={3} size="h6">
          {title}
        </Title>
        {draw !== undefined && (
          <SaveChart title={title} draw={() => ({ title, about, ...draw() })} />
        )}
      </Group>
      {children}
    </Paper>
  );
}
