import { useMediaQuery } from '@mantine/hooks';
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { TicketLine } from '../../api/results.ts';
import type { RunTheme } from '../../api/runs.ts';
import { showCount } from '../kit/words/numbers.ts';
import { onGridKey } from './grid-keys.ts';
import { HeadCell, useLayout } from './head-cell.tsx';
import { useFound, useKeptPlace, useSeen } from './kept-place.ts';
import { features, type HrefOf, matrixColumns, tableColumns } from './result-columns.tsx';
import type { ResultsQuery } from './results-query.ts';
import { copyRows, type Range, useRange } from './selection.ts';
import { TicketRow } from './ticket-row.tsx';
import type { useTicketRows } from './ticket-rows.ts';

/** Columns for which there is no room beside a ticket. */
const besides: ReadonlySet<string> = new Set(['confidence', 'sentiment']);

interface GridProps {
  run: string;
  themes: readonly RunTheme[];
  /** The columns of its file. */
  file: readonly string[];
  results: ResultsQuery;
  hrefOf: HrefOf;
  rows: ReturnType<typeof useTicketRows>;
  onSight(first: number, last: number): void;
  /** The selected rows have changed. */
  onRange(range: Range): void;
  /** A cell of the matrix is to be corrected. */
  onFlip(flip: Flip | null): void;
}

/** A theme that a ticket is to have, or not any more. */
export interface Flip {
  row: number;
  theme: string;
}

/**
 * All tickets of a list, of which only those in sight are there. Arrows, Home and End move, with Shift they select rows
 * to be copied or labelled; the space bar shows the ticket beside the table, Enter opens its page. In the matrix the
 * arrows move across too, and `e` corrects a cell.
 */
export function TicketGrid(props: GridProps) {
  const { run, themes, file, results, hrefOf, rows, onSight, onRange, onFlip } = props;
  const { view, order, query, change, selected, select, isWrapped, columns: chosen } = results;
  const isMatrix = view === 'matrix';
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const isStacked = isNarrow && !isMatrix;
  const total = rows.total ?? 0;
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useKeptPlace(`${run} ${query}`);
  const { range, reach, reachAll } = useRange(active);
  const [seen, see] = useSeen(run);
  /** The theme of the matrix that the keys are at. */
  const [spot, setSpot] = useState(0);
  const [, navigate] = useLocation();
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => (isStacked ? 92 : isMatrix ? 34 : 42),
    overscan: 12,
    scrollPaddingStart: isMatrix ? 160 : isStacked ? 0 : 40,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onSight(first, last), [first, last, onSight]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height
  useEffect(() => virtual.measure(), [isStacked, isMatrix, isWrapped]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins where it was left
  useEffect(() => virtual.scrollToIndex(active, { align: 'center' }), [query]);
  const activeRow = rows.at(active)?.row;
  const isFound = useFound(run, { row: selected, query }, (place) => move(place));
  // The ticket beside the table is the active one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another row makes a difference
  useEffect(() => {
    if (!isFound || selected === null || activeRow === undefined) return;
    if (selected !== activeRow) select(activeRow);
    see(activeRow);
  }, [activeRow, selected, isFound]);

  const isBeside = selected !== null;
  const columns = useMemo(
    () =>
      isMatrix
        ? matrixColumns(themes, hrefOf)
        : tableColumns(themes, hrefOf, { chosen, file }).filter(
            ({ id = '' }) => !isBeside || chosen !== null || !besides.has(id),
          ),
    [isMatrix, themes, hrefOf, isBeside, chosen, file],
  );
  const inSight = items.map(({ index }) => rows.at(index));
  const table = useTable({
    features,
    columns,
    data: inSight.filter((line): line is TicketLine => line !== undefined),
    getRowId: (line) => String(line.row),
    manualSorting: true,
    state: { sorting: [{ id: order.sort, desc: order.order === 'down' }] },
  });
  const cells = new Map(table.getRowModel().rows.map((row) => [row.id, row]));
  const { template, minWidth, widen } = useLayout(run, columns, { isMatrix, isStacked });
  const reached = range(total);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another object says the same
  useEffect(() => onRange(reached), [reached.from, reached.to, onRange]);
  const isReached = (index: number) =>
    reached.to > reached.from && index >= reached.from && index <= reached.to;

  const move = (index: number) => {
    const to = Math.max(0, Math.min(total - 1, index));
    setActive(to);
    virtual.scrollToIndex(to);
  };
  const open = (index: number) => {
    const line = rows.at(index);
    if (line !== undefined) navigate(hrefOf(line.row));
  };
  const flip = () => {
    const theme = themes[spot];
    if (activeRow === undefined || theme === undefined) return;
    onFlip({ row: activeRow, theme: theme.id });
    select(activeRow);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) =>
    onGridKey(event, {
      active,
      total,
      move,
      reach,
      reachAll,
      toggleBeside: () => select(selected === null ? (activeRow ?? null) : null),
      open: () => open(active),
      across: isMatrix
        ? { move: (by) => setSpot(Math.max(0, Math.min(themes.length - 1, spot + by))), flip }
        : undefined,
    });
  const choose = (index: number, line: TicketLine | undefined, event: MouseEvent) => {
    const { target, shiftKey } = event;
    reach(shiftKey);
    setActive(index);
    const leads = target instanceof Element && target.closest('a') !== null;
    if (shiftKey) window.getSelection()?.removeAllRanges();
    if (!shiftKey && line !== undefined && !leads) select(line.row);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element can't hold rows at places of their own
    <div
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label={`${showCount(total)} tickets`}
      aria-multiselectable
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={total === 0 ? undefined : `ticket-${active}`}
      className={`ticket-grid${isMatrix ? ' is-matrix' : ''}${isWrapped ? ' is-wrapped' : ''}`}
      data-changing={rows.isChanging || undefined}
      onKeyDown={onKeyDown}
      onCopy={(event) => copyRows(event, { run, results, themes, file, range: reached })}
    >
      {/* biome-ignore lint/a11y: as the grid */}
      <div role="rowgroup" className="ticket-head" hidden={isStacked} style={{ minWidth }}>
        {/* biome-ignore lint/a11y: as the grid */}
        <div role="row" aria-rowindex={1} style={{ gridTemplateColumns: template, minWidth }}>
          {table.getHeaderGroups()[0]?.headers.map((header) => (
            <HeadCell
              key={header.id}
              header={header}
              onSort={(sort, way) => change({ sort, order: way })}
              onWidth={isMatrix ? undefined : (pixels) => widen(header.id, pixels)}
            />
          ))}
        </div>
      </div>
      {/* biome-ignore lint/a11y: as the grid */}
      <div
        role="rowgroup"
        style={{ height: virtual.getTotalSize(), minWidth, position: 'relative' }}
      >
        {items.map((item, at) => {
          const { index } = item;
          const line = inSight[at];
          const row = line === undefined ? undefined : cells.get(String(line.row));
          return (
            <TicketRow
              key={index}
              item={item}
              box={isWrapped ? virtual.measureElement : undefined}
              cells={row?.getAllCells()}
              draw={(cell) => <table.FlexRender cell={cell} />}
              marks={{
                isActive: index === active,
                isReached: isReached(index),
                isSeen: line !== undefined && seen.has(line.row),
                theme: isMatrix ? themes[spot]?.id : undefined,
              }}
              look={{ isWrapped, minWidth, template: isStacked ? undefined : template }}
              onChoose={(event) => choose(index, line, event)}
              onOpen={() => open(index)}
            />
          );
        })}
      </div>
    </div>
  );
}
