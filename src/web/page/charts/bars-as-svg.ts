interface DrawnBar {
  name: string;
  number: string;
  /** From the left, in hundredths of the longest bar. */
  parts: { width: number; colour: string }[];
}

const line = 26;
const named = 220;
const drawn = 360;
const width = named + drawn + 100;

/** Bars as a picture of their own, which any program opens: names left, numbers right. */
export function barsAsSvg(title: string, bars: readonly DrawnBar[]): string {
  const rows = bars.map(({ name, number, parts }, index) => {
    const y = 40 + index * line;
    let x = named;
    const rects = parts.map((part) => {
      const length = (part.width / 100) * drawn;
      const rect = `<rect x="${x}" y="${y - 11}" width="${length}" height="14" fill="${inMarkup(part.colour)}"/>`;
      x += length;
      return rect;
    });
    return `<text x="${named - 8}" y="${y}" text-anchor="end">${inMarkup(shorten(name))}</text>${rects.join('')}<text x="${x + 6}" y="${y}">${inMarkup(number)}</text>`;
  });
  const height = 50 + bars.length * line;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#222"><rect width="${width}" height="${height}" fill="#fff"/><text x="12" y="20" font-size="14" font-weight="bold">${inMarkup(title)}</text>${rows.join('')}</svg>`;
}

function shorten(name: string): string {
  return name.length > 34 ? `${name.slice(0, 33)}…` : name;
}

function inMarkup(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
