/** What a run found out about one theme. */
export interface ThemeSummary {
  id: string;
  name: string;
  /** Tickets that the run says it applies to, and those whose judge failed. */
  tickets: number;
  failed: number;
  /** Of the tickets whose judge answered, 0 to 1; null where none did. */
  share: number | null;
  /** The share put right by people's labels, with its 95 % interval; null without enough labels. */
  corrected: { share: number; low: number; high: number; labels: number } | null;
  /** Means over its tickets, 0 to 1; null where there are none. */
  sentiment: number | null;
  confidence: number | null;
  /** What its most confident judges quoted, each in other words. */
  quotes: { row: number; ticket: string; quote: string }[];
}

export interface RunSummaryReport {
  /** Tickets with a decision, failed ones among them. */
  tickets: number;
  review: number;
  failed: number;
  /** Judged, and no theme applies. */
  unthemed: number;
  /** Mean over all tickets; null where nobody read for it. */
  sentiment: number | null;
  /** The most frequent first. */
  themes: ThemeSummary[];
  /** What there is to say about the labels, a line each. */
  notes: string[];
  /** Columns of few values, and `month` where there are dates: what the shares can be broken down by. */
  columns: string[];
}

/** The shares of themes in each group of tickets, in the order of the run's themes. */
export interface Breakdown {
  by: string;
  groups: { name: string; tickets: number; shares: (number | null)[] }[];
  /** Differences that are more than chance, all comparisons considered, in words; the likeliest first. */
  changes: string[];
  notes: string[];
}

const tickets = (count: number) =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? 'ticket' : 'tickets'}`;
/** Of a share, without its sign. */
const percent = (share: number) => Math.round(100 * share).toLocaleString('en-GB');

/** `43 %`, or `43 % (40 to 46 %)` where labels say how far that holds. */
export function sayShare({ share, corrected }: ThemeSummary): string {
  if (corrected !== null)
    return `${percent(corrected.share)} % (${percent(corrected.low)} to ${percent(corrected.high)} %)`;
  return share === null ? 'not known' : `${percent(share)} %`;
}

/** What the shares are of, and how far they hold. */
export function aboutShares(themes: readonly ThemeSummary[]): string {
  return themes.some(({ corrected }) => corrected !== null)
    ? 'A share with limits was corrected by labels: with 95 % confidence it lies between them.'
    : 'Shares are what the run says, of the tickets whose judge answered. Labels of a random sample of tickets would say how far they hold.';
}

/** Themes of fewer tickets are no finding of their own. */
const fewestForMood = 5;

/** What a run found, in sentences; the most important first. */
export function sayFindings(report: RunSummaryReport): string[] {
  const { themes, unthemed, failed, review, sentiment } = report;
  const [first, ...others] = themes.filter((theme) => theme.tickets > 0);
  const judged = report.tickets - failed;
  if (judged === 0) return [`Nothing was found: all ${tickets(report.tickets)} failed.`];
  if (first === undefined) return [`No theme applies to any of the ${tickets(judged)} judged.`];
  const next = others.slice(0, 2).map((theme) => `${theme.name} ${sayShare(theme)}`);
  const moods = themes.filter((theme) => theme.tickets >= fewestForMood);
  const angriest = moods.reduce<ThemeSummary | undefined>(
    (most, theme) => ((theme.sentiment ?? 0) > (most?.sentiment ?? 0) ? theme : most),
    undefined,
  );
  return [
    `${sayShare(first)} of the tickets are about ${first.name}${next.length === 0 ? '.' : `; then ${next.join(' and ')}.`}`,
    ...(angriest?.sentiment == null || sentiment === null || moods.length < 2
      ? []
      : [
          `The angriest tickets are about ${angriest.name}: mean sentiment ${angriest.sentiment.toFixed(2)}, of all tickets ${sentiment.toFixed(2)} (0 calm, 1 very negative).`,
        ]),
    `${unthemed === 0 ? 'Every ticket that was judged has a theme' : `${tickets(unthemed)} ${unthemed === 1 ? 'has' : 'have'} no theme`}${review === 0 ? '' : `; ${tickets(review)} for review`}${failed === 0 ? '' : `; ${tickets(failed)} failed and ${failed === 1 ? 'is' : 'are'} in no share`}.`,
  ];
}
