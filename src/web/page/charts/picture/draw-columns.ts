import { showCount } from '../../kit/words/numbers.ts';
import { faint, type Shape } from './picture.ts';

const [width, height, left] = [520, 200, 50];

/** Columns of a value from 0 to 1, with what both ends mean. */
export function drawColumns(
  bins: readonly number[],
  ends: readonly [string, string],
  fill: string,
) {
  const most = Math.max(1, ...bins);
  const step = width / Math.max(1, bins.length);
  const columns = bins.map((count, bin): Shape => {
    const high = (height * count) / most;
    return {
      kind: 'bar',
      x: left + bin * step + 1,
      y: height - high,
      width: step - 2,
      height: high,
      fill,
    };
  });
  const shapes: Shape[] = [
    ...columns,
    { kind: 'bar', x: left, y: height, width, height: 1, fill: faint },
    { kind: 'text', x: left - 6, y: 10, text: showCount(most), align: 'right', colour: faint },
    { kind: 'text', x: left - 6, y: height, text: '0', align: 'right', colour: faint },
    { kind: 'text', x: left, y: height + 18, text: ends[0], colour: faint },
    { kind: 'text', x: left + width, y: height + 18, text: ends[1], align: 'right', colour: faint },
  ];
  return { width: left + width, height: height + 24, shapes };
}
