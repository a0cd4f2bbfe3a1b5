import { faint, mix, type Shape, shorten } from './picture.ts';

const [wide, high, named] = [46, 24, 200];
/** Characters of a group's name, and pixels of one. */
const [longestName, letter] = [22, 7];

/** Shares in a grid, each as dark as it is high: a row for each name. */
export function drawHeat(
  rows: readonly string[],
  columns: readonly string[],
  shareOf: (row: number, column: number) => number | null,
  fill: string,
) {
  const places = [...rows.keys()].flatMap((row) =>
    [...columns.keys()].map((column) => ({ row, column })),
  );
  const most = Math.max(0.01, ...places.map(({ row, column }) => shareOf(row, column) ?? 0));
  const squares = places.flatMap(({ row, column }): Shape[] => {
    const share = shareOf(row, column);
    const [x, y] = [named + column * wide, row * high];
    const shade = mix(fill, (60 * (share ?? 0)) / most);
    return [
      { kind: 'bar', x, y, width: wide - 2, height: high - 2, fill: shade },
      {
        kind: 'text',
        x: x + wide / 2 - 1,
        y: y + high / 2 + 3,
        align: 'center',
        text: share === null ? '–' : `${Math.round(100 * share)} %`,
      },
    ];
  });
  const bottom = rows.length * high;
  const names = rows.map(
    (name, row): Shape => ({
      kind: 'text',
      x: named - 8,
      y: row * high + high / 2 + 3,
      align: 'right',
      text: shorten(name, 30),
    }),
  );
  const groups = columns.map(
    (name, column): Shape => ({
      kind: 'text',
      x: named + column * wide + wide / 2 + 3,
      y: bottom + 6,
      align: 'right',
      text: shorten(name, longestName),
      isUpright: true,
      colour: faint,
    }),
  );
  return {
    width: named + columns.length * wide,
    height:
      bottom +
      16 +
      letter * Math.max(0, ...columns.map(({ length }) => Math.min(length, longestName))),
    shapes: [...squares, ...names, ...groups],
  };
}
