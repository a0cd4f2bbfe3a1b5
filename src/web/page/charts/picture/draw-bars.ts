import { type Shape, shorten } from './picture.ts';

interface DrawnBar {
  name: string;
  number: string;
  /** From the left, in the unit of the longest bar. */
  parts: { length: number; fill: string }[];
}

const [line, named, drawn, numbered] = [26, 220, 360, 110];

/** Bars one below the other: names left, numbers right. */
export function drawBars(bars: readonly DrawnBar[]) {
  const lengthOf = ({ parts }: DrawnBar) => parts.reduce((sum, { length }) => sum + length, 0);
  const most = Math.max(1, ...bars.map(lengthOf));
  const shapes = bars.flatMap((bar, index): Shape[] => {
    const y = index * line + 14;
    let x = named;
    const parts = bar.parts.map(({ length, fill }): Shape => {
      const width = (length / most) * drawn;
      const part = { kind: 'bar' as const, x, y: y - 11, width, height: 14, fill };
      x += width;
      return part;
    });
    return [
      { kind: 'text', x: named - 8, y, text: shorten(bar.name, 34), align: 'right' },
      ...parts,
      { kind: 'text', x: x + 6, y, text: bar.number },
    ];
  });
  return { width: named + drawn + numbered, height: bars.length * line, shapes };
}
