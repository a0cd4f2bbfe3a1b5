import { showCount } from '../../kit/words/numbers.ts';
import { faint, type Shape, shorten } from './picture.ts';

const [width, height, left, named] = [720, 220, 50, 200];

/** Lines over the same days, named at their right. */
export function drawLines(
  days: readonly string[],
  lines: readonly { name: string; counts: readonly number[]; stroke: string }[],
) {
  const most = Math.max(1, ...lines.flatMap(({ counts }) => counts));
  const xOf = (place: number) =>
    left + (days.length < 2 ? width / 2 : (width * place) / (days.length - 1));
  const yOf = (count: number) => height - (height * count) / most;
  const drawn = lines.flatMap(({ name, counts, stroke }, index): Shape[] => [
    {
      kind: 'line',
      points: counts.map((count, place) => [xOf(place), yOf(count)] as const),
      stroke,
    },
    { kind: 'bar', x: left + width + 16, y: index * 20 + 2, width: 12, height: 12, fill: stroke },
    { kind: 'text', x: left + width + 34, y: index * 20 + 12, text: shorten(name, 26) },
  ]);
  const axes: Shape[] = [
    { kind: 'bar', x: left, y: height, width, height: 1, fill: faint },
    { kind: 'text', x: left - 6, y: 10, text: showCount(most), align: 'right', colour: faint },
    { kind: 'text', x: left - 6, y: height, text: '0', align: 'right', colour: faint },
    { kind: 'text', x: left, y: height + 18, text: days[0] ?? '', colour: faint },
    {
      kind: 'text',
      x: left + width,
      y: height + 18,
      text: days.at(-1) ?? '',
      align: 'right',
      colour: faint,
    },
  ];
  return {
    width: left + width + named,
    height: Math.max(height + 24, lines.length * 20),
    shapes: [...axes, ...drawn],
  };
}
