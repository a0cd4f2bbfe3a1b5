import { useLocalStorage } from '@mantine/hooks';
import type { Header } from '@tanstack/react-table';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef } from 'react';
import type { TicketLine } from '../../api/results.ts';
import type { features } from './result-columns.tsx';
import type { ResultsQuery } from './results-query.ts';

type Sort = ResultsQuery['order']['sort'];

/** Pixels. */
const [least, most, step] = [60, 900, 16];

/** How wide the columns are: as they say themselves, or as somebody drew them, which this browser remembers. */
export function useLayout(
  run: string,
  columns: readonly { id?: string; meta?: { width: string } }[],
  { isMatrix, isStacked }: { isMatrix: boolean; isStacked: boolean },
) {
  const [widths, setWidths] = useLocalStorage<Record<string, number>>({
    key: `tribunal-widths ${run}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const drawn = columns.map(({ id = '' }) => (isMatrix ? undefined : widths[id]));
  const needed = drawn.reduce<number>((sum, width = 96) => sum + width + 12, 24);
  return {
    template: columns.map(({ meta }, at) => (drawn[at] ? `${drawn[at]}px` : meta?.width)).join(' '),
    minWidth: isMatrix ? 294 + 46 * (columns.length - 1) : isStacked ? undefined : needed,
    widen: (id: string, pixels: number) => setWidths({ ...widths, [id]: pixels }),
  };
}

/** Sorts upwards, then downwards, then not at all. Its right edge is drawn, or moved by the arrow keys. */
export function HeadCell({
  header,
  onSort,
  onWidth,
}: {
  header: Header<typeof features, TicketLine, unknown>;
  onSort(sort: Sort, way: 'up' | 'down'): void;
  /** Undefined where its width stays. */
  onWidth: ((pixels: number) => void) | undefined;
}) {
  const { column } = header;
  const box = useRef<HTMLDivElement>(null);
  const sorted = column.getIsSorted();
  const name = String(column.columnDef.header);
  const Icon = sorted === 'asc' ? ArrowUp : sorted === 'desc' ? ArrowDown : ChevronsUpDown;
  const next = () =>
    sorted === 'desc' ? onSort('row', 'up') : onSort(column.id as Sort, sorted ? 'down' : 'up');
  return (
    // biome-ignore lint/a11y: as the grid
    <div
      ref={box}
      role="columnheader"
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
      className={column.columnDef.meta?.isTall ? 'is-tall' : 'head-cell'}
      title={name}
    >
      {column.columnDef.enableSorting === false ? (
        <span>{name}</span>
      ) : (
        <button type="button" onClick={next}>
          {name}
          <Icon size={13} aria-hidden />
        </button>
      )}
      {onWidth !== undefined && <Edge name={name} box={box} onWidth={onWidth} />}
    </div>
  );
}

function Edge({
  name,
  box,
  onWidth,
}: {
  name: string;
  box: React.RefObject<HTMLDivElement | null>;
  onWidth(pixels: number): void;
}) {
  const edge = useRef<HTMLDivElement>(null);
  const widthOf = () => box.current?.offsetWidth ?? least;
  useLayoutEffect(() => edge.current?.setAttribute('aria-valuenow', String(widthOf())));
  const give = (pixels: number) => onWidth(Math.round(Math.max(least, Math.min(most, pixels))));
  const onKeyDown = (event: KeyboardEvent) => {
    const way = { ArrowLeft: -step, ArrowRight: step }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    give(widthOf() + way);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    const { currentTarget: drawn, pointerId, clientX } = event;
    const from = widthOf();
    drawn.setPointerCapture(pointerId);
    drawn.onpointermove = (moved) => give(from + moved.clientX - clientX);
    drawn.onpointerup = () => {
      drawn.onpointermove = null;
    };
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule can't be moved
    <div
      ref={edge}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of ${name}`}
      aria-valuenow={least}
      aria-valuemin={least}
      aria-valuemax={most}
      className="column-edge"
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
    />
  );
}
