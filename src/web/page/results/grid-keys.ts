import type { KeyboardEvent } from 'react';

/** Pixels of a row, more or less: a page of rows is what the grid shows but for two. */
const rowHeight = 42;

/** What the keys of a grid do. */
export interface GridActs {
  /** The active row, of how many. */
  active: number;
  total: number;
  move(row: number): void;
  /** Selects the rows on the way with Shift, or none any more. */
  reach(hasShift: boolean): void;
  reachAll(): void;
  /** Shows the active ticket beside the table, or hides it. */
  toggleBeside(): void;
  open(): void;
  /** Moves across the themes of the matrix, and corrects a cell; undefined in the table. */
  across: { move(by: -1 | 1): void; flip(): void } | undefined;
}

/** Arrows, Page Up and Down, Home and End move; space, Enter and `e` act on the ticket. */
export function onGridKey(event: KeyboardEvent<HTMLElement>, acts: GridActs): void {
  if (event.target !== event.currentTarget) return;
  const isAll = event.key === 'a' && (event.ctrlKey || event.metaKey);
  const act = isAll ? acts.reachAll : actOf(event, acts);
  if (act === undefined) return;
  event.preventDefault();
  if (!isAll) acts.reach(event.shiftKey);
  act();
}

function actOf(
  { key, currentTarget }: KeyboardEvent<HTMLElement>,
  { active, total, move, toggleBeside, open, across }: GridActs,
): (() => void) | undefined {
  const page = Math.max(1, Math.floor(currentTarget.clientHeight / rowHeight) - 2);
  const acts: Record<string, (() => void) | undefined> = {
    ArrowLeft: across && (() => across.move(-1)),
    ArrowRight: across && (() => across.move(1)),
    e: across?.flip,
    ArrowDown: () => move(active + 1),
    ArrowUp: () => move(active - 1),
    PageDown: () => move(active + page),
    PageUp: () => move(active - page),
    Home: () => move(0),
    End: () => move(total - 1),
    ' ': toggleBeside,
    Enter: open,
  };
  return acts[key];
}
