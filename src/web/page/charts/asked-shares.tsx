import { Title } from '@mantine/core';
import { useCallback } from 'react';
import uPlot from 'uplot';
import type { TriageReport } from '../../../domain/decision/triage-report.ts';
import { shareOf } from '../../api/triage.ts';
import { showCount, showShare } from '../kit/words/numbers.ts';
import { axisIn, colourOf, type Drawing, usePlot } from './use-plot.ts';

type Stretches = TriageReport['over'];

/** Of the questions of each stretch of tickets, the shares that were asked and audited. */
export function AskedShares({ over }: { over: Stretches }) {
  const draw = useCallback(
    (box: HTMLElement): Drawing => ({ options: optionsFor(box), data: dataOf(over) }),
    [over],
  );
  const place = usePlot(draw);
  const [first, last] = [over[0], over.at(-1)].map((stretch) =>
    stretch === undefined ? '' : shareOf(stretch.asked, stretch.questions),
  );
  return (
    <div>
      <Title order={3} size="h6" mb={6}>
        Share of the questions that were asked
      </Title>
      <div
        ref={place}
        role="img"
        aria-label={`Share of the questions that were asked, by tickets: ${first} in the first stretch, ${last} in the last`}
        className="time-series"
      />
    </div>
  );
}

/** Each stretch is a step that ends where its last ticket stands. */
function dataOf(over: Stretches): uPlot.AlignedData {
  let end = 0;
  const ends = over.map(({ tickets }) => {
    end += tickets;
    return end;
  });
  const shares = (kind: 'asked' | 'audited') => {
    const all = over.map((stretch) =>
      stretch.questions === 0 ? null : stretch[kind] / stretch.questions,
    );
    return [all[0] ?? null, ...all];
  };
  return [[0, ...ends], shares('asked'), shares('audited')];
}

function optionsFor(box: HTMLElement): Drawing['options'] {
  const axis = axisIn(box);
  const steps = uPlot.paths.stepped?.({ align: -1 });
  const line = (label: string, colour: string): uPlot.Series => ({
    label,
    stroke: colourOf(box, colour),
    width: 2,
    points: { show: false },
    value: (_, share) => (share == null ? '–' : showShare(share)),
    ...(steps === undefined ? {} : { paths: steps }),
  });
  return {
    cursor: { drag: { x: false, y: false } },
    axes: [
      { ...axis, values: (_, tickets) => tickets.map(showCount) },
      { ...axis, size: 44, values: (_, shares) => shares.map(showShare) },
    ],
    scales: { x: { time: false }, y: { range: [0, 1] } },
    series: [
      { label: 'tickets', value: (_, ticket) => (ticket == null ? '–' : showCount(ticket)) },
      line('asked', 'var(--chart)'),
      line('audited', 'var(--review)'),
    ],
  };
}
