/**
 * Reads what may be long page by page. No two lines are of one row.
 * @param read up to `size` lines after a row, in the order of their rows
 */
export async function* inPages<Line extends { row: number }>(
  size: number,
  read: (after: number, size: number) => Promise<Line[]>,
): AsyncGenerator<Line[]> {
  for (let last = 0; ; ) {
    const page = await read(last, size);
    const end = page.at(-1);
    if (end === undefined) return;
    yield page;
    if (page.length < size) return;
    last = end.row;
  }
}
