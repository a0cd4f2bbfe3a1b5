import type { Charts, Histogram, TimeChart } from '../../api/results.ts';
import type { RunTheme } from '../../api/runs.ts';
import type { Breakdown } from '../../api/summary.ts';
import { statusColours, themeColour } from '../kit/colours.ts';
import { showCount } from '../kit/words/numbers.ts';
import { linesOf } from './lines-of.ts';
import { drawBars } from './picture/draw-bars.ts';
import { drawColumns } from './picture/draw-columns.ts';
import { drawHeat } from './picture/draw-heat.ts';
import { drawLines } from './picture/draw-lines.ts';
import { drawSquares } from './picture/draw-squares.ts';

/** What 0 and 1 mean. */
export const ends = {
  confidence: ['0 no confidence', '1 full confidence'],
  sentiment: ['0 calm', '1 very negative'],
} as const;

/** Colours are those of the light scheme, whatever the page's is. */
function inLight(colour: string): string {
  const probe = document.createElement('span');
  probe.style.colorScheme = 'light';
  probe.style.color = colour;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

export function themesPicture(charts: Charts, themes: readonly RunTheme[]) {
  const { unthemed, statuses } = charts;
  const bars = charts.themes
    .map(({ id, tickets, failed }, index) => ({
      name: themes[index]?.name ?? id,
      tickets,
      failed,
      colour: themeColour(index),
    }))
    .sort((a, b) => b.tickets - a.tickets);
  const others = [
    { name: 'no theme', tickets: unthemed, failed: 0, colour: 'var(--no)' },
    ...(statuses.failed === 0
      ? []
      : [
          {
            name: 'failed: not judged',
            tickets: statuses.failed,
            failed: 0,
            colour: 'var(--failed)',
          },
        ]),
  ];
  return drawBars(
    [...bars, ...others].map(({ name, tickets, failed, colour }) => ({
      name,
      number: `${showCount(tickets)}${failed > 0 ? ` (${showCount(failed)} failed)` : ''}`,
      parts: [
        { length: tickets, fill: inLight(colour) },
        { length: failed, fill: inLight('var(--failed)') },
      ],
    })),
  );
}

export function statusPicture({ statuses }: Charts, unreached: number) {
  const bars = [
    ...Object.entries(statuses),
    ...(unreached > 0 ? [['not reached', unreached] as const] : []),
  ];
  return drawBars(
    bars.map(([name, tickets]) => ({
      name,
      number: showCount(tickets),
      parts: [{ length: tickets, fill: inLight(statusColours[name] ?? 'var(--no)') }],
    })),
  );
}

export function histogramPicture({ bins }: Histogram, ends: readonly [string, string]) {
  return drawColumns(bins, ends, inLight('var(--chart)'));
}

export function pairsPicture({ paired, pairs }: Charts, themes: readonly RunTheme[]) {
  const shown = [...paired.keys()].filter((spot) => (pairs[spot]?.[spot] ?? 0) > 0);
  const nameOf = (spot: number) => themes[paired[spot] ?? -1]?.name ?? '';
  const countOf = (one: number, other: number) =>
    pairs[shown[one] ?? -1]?.[shown[other] ?? -1] ?? 0;
  return drawSquares(shown.map(nameOf), countOf, inLight('var(--chart)'));
}

/** The shares of themes by group, as a picture of the whole file. */
export function sharesPicture(
  { by, groups }: Breakdown,
  shown: readonly { name: string; place: number }[],
  file: string,
) {
  const columns = groups.map(({ name, tickets }) => `${name} (${showCount(tickets)})`);
  const shareOf = (row: number, column: number) =>
    groups[column]?.shares[shown[row]?.place ?? -1] ?? null;
  return {
    title: `Shares of themes by ${by}`,
    about: `${file}; tickets in brackets`,
    ...drawHeat(
      shown.map(({ name }) => name),
      columns,
      shareOf,
      inLight('var(--chart)'),
    ),
  };
}

export function timePicture(time: TimeChart, themes: readonly RunTheme[]) {
  return drawLines(time.starts, [
    { name: 'all tickets', counts: time.totals, stroke: inLight('var(--chart)') },
    ...linesOf(time).map((theme) => ({
      name: themes[theme]?.name ?? '',
      counts: time.themes[theme] ?? [],
      stroke: inLight(themeColour(theme)),
    })),
  ]);
}
