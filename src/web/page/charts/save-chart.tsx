import { ActionIcon } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Download } from 'lucide-react';
import type { RefObject } from 'react';
import { barsAsSvg } from './bars-as-svg.ts';

/** Saves what stands in the place as a picture: lines and histograms as PNG, bars as SVG. */
export function SaveChart({
  title,
  place,
}: {
  title: string;
  place: RefObject<HTMLElement | null>;
}) {
  async function save() {
    const canvas = place.current?.querySelector('canvas');
    const bars = place.current?.querySelectorAll<HTMLElement>('.bars .bar');
    if (canvas != null) {
      const picture = await paint(canvas);
      if (picture !== null) download(picture, `${title}.png`);
    } else if (bars !== undefined && bars.length > 0)
      download(
        new Blob([barsAsSvg(title, [...bars].map(readBar))], { type: 'image/svg+xml' }),
        `${title}.svg`,
      );
    else notifications.show({ message: 'There is nothing drawn yet.' });
  }
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={`Save the chart ${title}`}
      onClick={() => void save()}
    >
      <Download size={14} aria-hidden />
    </ActionIcon>
  );
}

/** On the page's own ground: a drawing by itself has none. */
function paint(drawing: HTMLCanvasElement): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  const { width, height } = drawing;
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext('2d');
  if (pen === null) return Promise.resolve(null);
  pen.fillStyle = getComputedStyle(document.body).backgroundColor;
  pen.fillRect(0, 0, width, height);
  pen.drawImage(drawing, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve));
}

function readBar(bar: HTMLElement) {
  const [name, number] = [...bar.querySelectorAll('span')].map(({ textContent }) => textContent);
  return {
    ...{ name: name ?? '', number: number ?? '' },
    parts: [...bar.querySelectorAll('rect')].slice(1).map((part) => ({
      width: Number(part.getAttribute('width')),
      colour: getComputedStyle(part).fill,
    })),
  };
}

function download(content: Blob, name: string) {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
