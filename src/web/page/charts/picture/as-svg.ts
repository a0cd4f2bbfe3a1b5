import {
  fontSize,
  ground,
  headHeight,
  headingSize,
  ink,
  margin,
  type Picture,
  type Shape,
  withHead,
} from './picture.ts';

const anchors = { left: 'start', right: 'end', center: 'middle' };

/** A picture as an element, to be shown, or as text for any program that opens SVG. */
export function asSvg(picture: Picture): SVGElement {
  const { title, about, width, height } = picture;
  const [wide, high] = [width + 2 * margin, height + headHeight + margin];
  const all = element('g', { transform: `translate(${margin} ${headHeight})` });
  all.append(...withHead(picture).map(draw));
  const svg = element('svg', {
    width: wide,
    height: high,
    viewBox: `0 0 ${wide} ${high}`,
    role: 'img',
    'font-family': 'sans-serif',
    'font-size': fontSize,
  });
  svg.append(
    element('title', {}, `${title}, ${about}`),
    element('rect', { width: wide, height: high, fill: ground }),
    all,
  );
  return svg;
}

export const svgText = (picture: Picture) => new XMLSerializer().serializeToString(asSvg(picture));

function draw(shape: Shape): SVGElement {
  switch (shape.kind) {
    case 'bar': {
      const { kind: _, ...place } = shape;
      return element('rect', place);
    }
    case 'line': {
      const points = shape.points.map((point) => point.map(round).join(',')).join(' ');
      return element('polyline', { points, fill: 'none', stroke: shape.stroke, 'stroke-width': 2 });
    }
    case 'text': {
      const { x, y, text, align = 'left', colour = ink, isHeading, isUpright } = shape;
      const words = {
        x,
        y,
        'text-anchor': anchors[align],
        fill: colour,
        ...(isHeading ? { 'font-size': headingSize, 'font-weight': 'bold' } : {}),
      };
      const turn = `rotate(-90 ${round(x)} ${round(y)})`;
      return element('text', isUpright ? { ...words, transform: turn } : words, text);
    }
  }
}

function element(name: string, attributes: Record<string, string | number>, text = ''): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes))
    made.setAttribute(attribute, String(typeof value === 'number' ? round(value) : value));
  // Control characters are in no XML.
  made.textContent = text.replace(/[^\P{Cc}\t]/gu, ' ');
  return made;
}

const round = (length: number) => Math.round(10 * length) / 10;
