import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { isAtWork, type RunOutline } from '../../api/runs.ts';
import { ChartsPanel } from '../charts/charts-panel.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Empty, Problem, Waiting } from '../kit/states.tsx';
import { showCount, showTickets } from '../kit/words/numbers.ts';
import { useRunOutline } from '../run/run-outline.ts';
import { ColumnChoice } from './column-choice.tsx';
import { DownloadMenu } from './download-menu.tsx';
import { FilterBar } from './filter/filter-bar.tsx';
import { FilterChips } from './filter/filter-chips.tsx';
import { SavedViews } from './filter/saved-views.tsx';
import { LabelMany, mostAtOnce } from './label-many.tsx';
import { MarkLegend } from './outcome-mark.tsx';
import { cellPlaces } from './result-columns.tsx';
import { type ResultsQuery, useResultsQuery } from './results-query.ts';
import type { Range } from './selection.ts';
import { type Flip, TicketGrid } from './ticket-grid.tsx';
import { TicketPanel } from './ticket-panel.tsx';
import { useTicketRows } from './ticket-rows.ts';

/** A run's decided tickets: filtered, sorted, drawn, and to be taken away. */
export function ResultsPage({ run }: { run: string }) {
  const outline = useRunOutline(run);
  const results = useResultsQuery(run);
  return (
    <>
      <PageHead title="Results" about={outline.data?.file}>
        <DownloadMenu run={run} filterQuery={results.filterQuery} />
      </PageHead>
      {outline.error !== null ? (
        <Problem error={outline.error} retry={() => void outline.refetch()} />
      ) : outline.data === undefined ? (
        <Waiting what="Opening the run" />
      ) : (
        <Results outline={outline.data} results={results} />
      )}
    </>
  );
}

function Results({ outline, results }: { outline: RunOutline; results: ResultsQuery }) {
  const { id, themes, status } = outline;
  const file = outline.settings.columns;
  const { query, filterQuery, view, change, clear, columns } = results;
  const [sight, setSight] = useState<readonly [number, number]>([0, 0]);
  const rows = useTicketRows(id, query, sight, isAtWork(status), cellPlaces(columns));
  const [range, setRange] = useState<Range>({ from: 0, to: 0 });
  const [labelled, setLabelled] = useState<Range | null>(null);
  const [flip, setFlip] = useState<Flip | null>(null);
  const several = range.to - range.from + 1;
  const onSight = useCallback((first: number, last: number) => setSight([first, last]), []);
  const search = window.location.search;
  const hrefOf = useMemo(
    () => (row: number) => `/runs/${encodeURIComponent(id)}/tickets/${row}${search}`,
    [id, search],
  );
  return (
    <Stack gap="sm">
      <FilterBar run={id} results={results} themes={themes} file={file} />
      <FilterChips results={results} themes={themes} />
      <ChartsPanel outline={outline} results={results} />
      <Group justify="space-between" gap="xs">
        <Text size="sm" role="status">
          {rows.total === undefined
            ? 'Reading the tickets'
            : filterQuery === ''
              ? showTickets(rows.total)
              : `${showCount(rows.total)} of ${showTickets(rows.all)}`}
        </Text>
        <Group gap="xs">
          {several > 1 && several <= mostAtOnce && (
            <Button size="xs" onClick={() => setLabelled(range)}>
              Label these {showCount(several)}
            </Button>
          )}
          <SavedViews file={outline.file} results={results} />
          {view === 'table' && <ColumnChoice results={results} file={file} />}
          <SegmentedControl
            aria-label="How the tickets are shown"
            size="xs"
            data={[
              { value: 'table', label: 'Table' },
              { value: 'matrix', label: 'Matrix' },
            ]}
            value={view}
            onChange={(value) => change({ view: value as ResultsQuery['view'] })}
          />
        </Group>
      </Group>
      <LabelMany
        run={id}
        range={labelled}
        query={query}
        themes={themes}
        onClose={() => setLabelled(null)}
      />
      {view === 'matrix' && <MarkLegend />}
      {rows.error !== null && rows.total === undefined ? (
        <Problem error={rows.error} retry={rows.retry} />
      ) : rows.total === undefined ? (
        <Waiting what="Reading the tickets" />
      ) : rows.total === 0 ? (
        <Nothing isFiltered={filterQuery !== ''} isLive={isAtWork(status)} onClear={clear} />
      ) : (
        <div className="beside">
          <TicketGrid
            run={id}
            themes={themes}
            file={file}
            results={results}
            hrefOf={hrefOf}
            rows={rows}
            onSight={onSight}
            onRange={setRange}
            onFlip={setFlip}
          />
          {results.selected !== null && (
            <TicketPanel
              run={id}
              row={results.selected}
              themes={themes}
              flip={flip?.row === results.selected ? flip.theme : null}
              href={hrefOf(results.selected)}
              onClose={() => results.select(null)}
            />
          )}
        </div>
      )}
    </Stack>
  );
}

function Nothing({
  isFiltered,
  isLive,
  onClear,
}: {
  isFiltered: boolean;
  isLive: boolean;
  onClear(): void;
}) {
  if (isFiltered)
    return (
      <Empty title="No ticket meets all of the filter">
        <Button variant="default" onClick={onClear}>
          Clear the filter
        </Button>
      </Empty>
    );
  return (
    <Empty title="No ticket is decided yet">
      <Text c="dimmed" size="sm">
        {isLive
          ? 'The first ones appear here by themselves.'
          : 'Resume the run on its overview, or start a new one.'}
      </Text>
    </Empty>
  );
}
