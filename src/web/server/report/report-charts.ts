import type { Charts, Histogram, TimeChart } from '../../api/results.ts';
import { html, type Markup } from './markup.ts';

const width = 320;

/** A bar a theme, the most frequent first. */
export function themeBars(charts: Charts, nameOf: (id: string) => string): Markup {
  const bars = [
    ...charts.themes.map(({ id, tickets }) => ({ name: nameOf(id), tickets, colour: 'bar' })),
    { name: 'no theme', tickets: charts.unthemed, colour: 'bar' },
    ...(charts.statuses.failed === 0
      ? []
      : [{ name: 'failed: not judged', tickets: charts.statuses.failed, colour: 'failed' }]),
  ].sort((a, b) => b.tickets - a.tickets);
  const most = Math.max(1, ...bars.map(({ tickets }) => tickets));
  const step = 26;
  return html`<svg viewBox="0 0 ${width} ${step * bars.length}" role="img" aria-label="Tickets by theme: ${bars.map(({ name, tickets }) => `${name} ${tickets}`).join(', ')}">
${bars.map(
  ({ name, tickets, colour }, index) =>
    html`<text x="0" y="${step * index + 11}" font-size="10.5">${name}</text><text x="${width}" y="${step * index + 11}" font-size="10.5" text-anchor="end">${tickets.toLocaleString('en-GB')}</text><rect x="0" y="${step * index + 15}" width="${((width * tickets) / most).toFixed(1)}" height="6" rx="2" style="fill: var(--${colour})"/>
`,
)}</svg>`;
}

/** Twenty bars from 0 to 1, with words at both ends. */
export function histogramBars(
  { bins, missing }: Histogram,
  what: string,
  ends: readonly [string, string],
): Markup {
  const most = Math.max(1, ...bins);
  const step = width / bins.length;
  const told = bins.flatMap((count, bin) =>
    count === 0 ? [] : [`${(bin / bins.length).toFixed(2)}: ${count}`],
  );
  return html`<svg viewBox="0 0 ${width} 120" role="img" aria-label="${what}, tickets from each value on: ${told.join(', ')}; without one: ${missing}">
${bins.map((count, bin) => {
  const height = (100 * count) / most;
  return html`<rect x="${(step * bin + 1).toFixed(1)}" y="${(100 - height).toFixed(1)}" width="${step - 2}" height="${height.toFixed(1)}" style="fill: var(--bar)"><title>${count}</title></rect>
`;
})}<path d="M0 100.5H${width}" style="stroke: var(--line)"/>
<text x="0" y="115" font-size="10.5">${ends[0]}</text><text x="${width}" y="115" font-size="10.5" text-anchor="end">${ends[1]}</text></svg>`;
}

/** How often two themes stand together. */
export function pairTable(charts: Charts, nameOf: (id: string) => string): Markup {
  const names = charts.paired.map((place) => nameOf(charts.themes[place]?.id ?? ''));
  const pairs = names
    .flatMap((one, row) =>
      names.slice(row + 1).map((other, index) => ({
        one,
        other,
        tickets: charts.pairs[row]?.[row + 1 + index] ?? 0,
      })),
    )
    .filter(({ tickets }) => tickets > 0)
    .sort((a, b) => b.tickets - a.tickets)
    .slice(0, 12);
  if (pairs.length === 0) return html`<p class="soft">No ticket has two themes.</p>`;
  return html`<table><thead><tr><th>themes</th><th class="number">tickets</th></tr></thead><tbody>
${pairs.map(({ one, other, tickets }) => html`<tr><td>${one} + ${other}</td><td class="number">${tickets.toLocaleString('en-GB')}</td></tr>`)}</tbody></table>`;
}

export function timeLine({ starts, totals, unit, column }: TimeChart): Markup {
  const most = Math.max(1, ...totals);
  const wide = 3 * width;
  const points = totals.map((count, index) => {
    const x = totals.length < 2 ? 0 : (wide * index) / (totals.length - 1);
    return `${x.toFixed(1)},${(100 - (95 * count) / most).toFixed(1)}`;
  });
  return html`<svg viewBox="0 0 ${wide} 120" role="img" aria-label="Tickets a ${unit} by ${column}, from ${starts[0] ?? ''} to ${starts.at(-1) ?? ''}, at most ${most}">
<polyline points="${points.join(' ')}" style="fill: none; stroke: var(--bar); stroke-width: 2"/><path d="M0 100.5H${wide}" style="stroke: var(--line)"/>
<text x="0" y="115" font-size="11">${starts[0] ?? ''}</text><text x="${wide}" y="115" font-size="11" text-anchor="end">${starts.at(-1) ?? ''}</text></svg>`;
}
