/** Rows that tell which column holds dates. */
export const rowsForDates = 50;

/** The place of the first column whose filled cells are all dates, as in 2026-11-22 or 2026-11-22T10:00. */
export function findDateColumn(rows: readonly (readonly string[])[]): number | undefined {
  const width = Math.max(0, ...rows.map((cells) => cells.length));
  return Array.from({ length: width }, (_, index) => index).find((index) => {
    const filled = rows.map((cells) => (cells[index] ?? '').trim()).filter((cell) => cell !== '');
    return filled.length > 0 && filled.every(isDate);
  });
}

function isDate(cell: string): boolean {
  return /^\d{4}-\d{2}-\d{2}([T ]|$)/.test(cell) && !Number.isNaN(Date.parse(cell));
}
