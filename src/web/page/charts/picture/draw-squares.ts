import { showCount } from '../../kit/words/numbers.ts';
import { faint, mix, type Shape, shorten } from './picture.ts';

const [side, named, below] = [34, 180, 130];

/** A triangle of squares, each as dark as its count is high: of each name with those before it. */
export function drawSquares(
  names: readonly string[],
  countOf: (one: number, other: number) => number,
  fill: string,
) {
  const places = [...names.keys()];
  const pairs = places.flatMap((one) =>
    places.slice(0, one).map((other) => ({ one, other, count: countOf(one, other) })),
  );
  const most = Math.max(1, ...pairs.map(({ count }) => count));
  const squares = pairs.flatMap(({ one, other, count }): Shape[] => {
    const [x, y] = [named + other * side, (one - 1) * side];
    const share = count === 0 ? 0 : 15 + (55 * count) / most;
    return [
      { kind: 'bar', x, y, width: side - 2, height: side - 2, fill: mix(fill, share) },
      {
        kind: 'text',
        x: x + side / 2 - 1,
        y: y + side / 2 + 3,
        text: showCount(count),
        align: 'center',
      },
    ];
  });
  const rows = places.slice(1).map(
    (one): Shape => ({
      kind: 'text',
      x: named - 8,
      y: (one - 1) * side + side / 2 + 3,
      text: shorten(names[one] ?? '', 28),
      align: 'right',
    }),
  );
  const bottom = Math.max(0, names.length - 1) * side;
  const columns = places.slice(0, -1).map(
    (other): Shape => ({
      kind: 'text',
      x: named + other * side + side / 2 + 3,
      y: bottom + 6,
      text: shorten(names[other] ?? '', 20),
      align: 'right',
      isUpright: true,
      colour: faint,
    }),
  );
  return {
    width: named + names.length * side,
    height: bottom + below,
    shapes: [...squares, ...rows, ...columns],
  };
}
