/** What a picture consists of; lengths are pixels, colours as SVG and canvas understand them. */
export type Shape =
  | { kind: 'bar'; x: number; y: number; width: number; height: number; fill: string }
  | {
      kind: 'text';
      x: number;
      y: number;
      text: string;
      align?: 'left' | 'right' | 'center';
      colour?: string;
      isHeading?: boolean;
      /** Written from bottom to top. */
      isUpright?: boolean;
    }
  | { kind: 'line'; points: readonly (readonly [x: number, y: number])[]; stroke: string };

/** A chart to be taken away, on white ground. */
export interface Picture {
  title: string;
  /** Of which tickets it is. */
  about: string;
  /** Below the title, which has a place of its own. */
  width: number;
  height: number;
  shapes: readonly Shape[];
}

export const [ink, faint, ground] = ['#222', '#666', '#fff'];
export const [fontSize, headingSize] = [12, 15];
/** Pixels around the shapes, and above them for the title. */
export const [margin, headHeight] = [16, 58];

/** All that is drawn, with the title above; negative `y` are in the head. */
export function withHead({ title, about, shapes }: Picture): readonly Shape[] {
  return [
    { kind: 'text', x: 0, y: -32, text: title, isHeading: true },
    { kind: 'text', x: 0, y: -14, text: about, colour: faint },
    ...shapes,
  ];
}

/** The words, cut where they are longer than so many characters. */
export function shorten(words: string, most: number): string {
  return words.length > most ? `${words.slice(0, most - 1)}…` : words;
}

/** So many per cent of an `rgb()` colour on white. */
export function mix(colour: string, share: number): string {
  const parts = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  return `rgb(${parts.map((part) => Math.round(255 - ((255 - part) * share) / 100)).join(', ')})`;
}
