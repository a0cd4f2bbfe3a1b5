import { useComputedColorScheme } from '@mantine/core';
import { type RefObject, useEffect, useRef } from 'react';
import uPlot from 'uplot';

const height = 190;

/** What is drawn into a box as wide as its place. */
export interface Drawing {
  options: Omit<uPlot.Options, 'width' | 'height'>;
  data: uPlot.AlignedData;
}

/**
 * Draws into the element that the reference is given to, again where `draw` or the scheme's colours change.
 * @param draw stays the same as long as what it draws does
 */
export function usePlot(draw: (box: HTMLElement) => Drawing): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are those of the scheme
  useEffect(() => {
    const box = place.current;
    if (box === null) return;
    const { options, data } = draw(box);
    const plot = new uPlot({ ...options, width: box.clientWidth, height }, data, box);
    const resizing = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height }));
    resizing.observe(box);
    return () => {
      resizing.disconnect();
      plot.destroy();
    };
  }, [draw, scheme]);
  return place;
}

/** An axis in the page's colours. */
export function axisIn(box: HTMLElement): uPlot.Axis {
  return {
    stroke: colourOf(box, 'var(--soft)'),
    grid: { stroke: colourOf(box, 'var(--track)'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui',
  };
}

/** As a canvas understands it. */
export function colourOf(box: HTMLElement, colour: string): string {
  box.style.color = colour;
  const { color } = getComputedStyle(box);
  box.style.color = '';
  return color;
}
