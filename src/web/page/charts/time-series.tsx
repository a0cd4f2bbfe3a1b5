import { Group, TextInput } from '@mantine/core';
import { useCallback, useRef } from 'react';
import uPlot from 'uplot';
import type { TimeChart } from '../../api/results.ts';
import type { RunTheme } from '../../api/runs.ts';
import { themeColour } from '../kit/colours.ts';
import { showCount } from '../kit/words/numbers.ts';
import type { ResultsQuery } from '../results/results-query.ts';
import { linesOf } from './lines-of.ts';
import { axisIn, colourOf, type Drawing, usePlot } from './use-plot.ts';

/** Tickets over time. What is drawn over with the mouse, or written into the fields, filters by it. */
export function TimeSeries({
  time,
  themes,
  results: { filter, change },
}: {
  time: TimeChart;
  themes: readonly RunTheme[];
  results: ResultsQuery;
}) {
  const choose = useRef(change);
  choose.current = change;
  const draw = useCallback(
    (box: HTMLElement): Drawing => ({
      options: optionsFor(box, time, themes, (since, until) => choose.current({ since, until })),
      data: dataOf(time),
    }),
    [time, themes],
  );
  const place = usePlot(draw);
  const peak = time.totals.indexOf(Math.max(...time.totals));
  const told = `Tickets a ${time.unit} by ${time.column}, ${time.starts[0]} to ${time.starts.at(-1)}; most in the ${time.unit} of ${time.starts[peak]}: ${showCount(time.totals[peak] ?? 0)}`;
  return (
    <div>
      <div ref={place} role="img" aria-label={told} className="time-series" />
      <Group gap="xs" mt="xs">
        <TextInput
          type="date"
          label="From"
          size="xs"
          value={filter.since ?? ''}
          onChange={({ currentTarget: { value } }) => change({ since: value || undefined })}
        />
        <TextInput
          type="date"
          label="Until"
          size="xs"
          value={filter.until ?? ''}
          onChange={({ currentTarget: { value } }) => change({ until: value || undefined })}
        />
      </Group>
    </div>
  );
}

function dataOf(time: TimeChart): uPlot.AlignedData {
  return [
    time.starts.map((day) => Date.parse(day) / 1000),
    time.totals,
    ...linesOf(time).map((theme) => time.themes[theme] ?? []),
  ];
}

function optionsFor(
  box: HTMLElement,
  time: TimeChart,
  themes: readonly RunTheme[],
  onChoose: (since: string, until: string) => void,
): Drawing['options'] {
  const axis = axisIn(box);
  const dayOf = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
  return {
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
    cursor: { drag: { setScale: false, x: true, y: false } },
    axes: [axis, { ...axis, size: 44 }],
    scales: { y: { range: (_, __, most) => [0, Math.max(1, most)] } },
    series: [
      { label: time.unit, value: (_, seconds) => (seconds == null ? '–' : dayOf(seconds)) },
      { label: 'all', stroke: colourOf(box, 'var(--chart)'), width: 2, points: { show: false } },
      ...linesOf(time).map((theme) => ({
        label: themes[theme]?.name ?? '',
        stroke: colourOf(box, themeColour(theme)),
        width: 1.5,
        points: { show: false },
      })),
    ],
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 4) return;
          onChoose(dayOf(plot.posToVal(left, 'x')), dayOf(plot.posToVal(left + width, 'x')));
        },
      ],
    },
  };
}
