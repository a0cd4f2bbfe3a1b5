import { Text } from '@mantine/core';
import type { Cell } from '@tanstack/react-table';
import type { VirtualItem } from '@tanstack/react-virtual';
import type { MouseEvent, ReactNode, Ref } from 'react';
import type { TicketLine } from '../../api/results.ts';
import type { features } from './result-columns.tsx';

type ResultCell = Cell<typeof features, TicketLine, unknown>;

/** A row of the grid at its place, with what is known of its ticket by now. */
export function TicketRow({
  item: { index, start, size },
  box,
  cells,
  draw,
  marks: { isActive, isReached, isSeen, theme },
  look: { isWrapped, minWidth, template },
  onChoose,
  onOpen,
}: {
  item: VirtualItem;
  /** Measures it, where rows are as high as their texts. */
  box: Ref<HTMLDivElement> | undefined;
  cells: readonly ResultCell[] | undefined;
  draw(cell: ResultCell): ReactNode;
  marks: {
    isActive: boolean;
    isReached: boolean;
    isSeen: boolean;
    /** The theme of the matrix that the keys are at. */
    theme: string | undefined;
  };
  look: { isWrapped: boolean; minWidth: number | undefined; template: string | undefined };
  onChoose(event: MouseEvent): void;
  onOpen(): void;
}) {
  return (
    // biome-ignore lint/a11y: as the grid
    <div
      id={`ticket-${index}`}
      data-index={index}
      ref={box}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isActive || isReached}
      className="ticket-row"
      data-reached={isReached || undefined}
      data-seen={isSeen || undefined}
      onClick={onChoose}
      onDoubleClick={onOpen}
      style={{
        ...(isWrapped ? { minHeight: 42 } : { height: size }),
        minWidth,
        transform: `translateY(${start}px)`,
        gridTemplateColumns: template,
      }}
    >
      {cells === undefined ? (
        // biome-ignore lint/a11y: as the grid
        <div role="gridcell">
          <Text size="sm" c="dimmed">
            …
          </Text>
        </div>
      ) : (
        cells.map((cell) => (
          // biome-ignore lint/a11y: as the grid
          <div
            key={cell.id}
            role="gridcell"
            data-here={(isActive && cell.column.id === `theme ${theme}`) || undefined}
            data-area={cell.column.columnDef.meta?.area}
            className={cell.column.columnDef.meta?.isNumber ? 'is-number' : undefined}
          >
            {draw(cell)}
          </div>
        ))
      )}
    </div>
  );
}
