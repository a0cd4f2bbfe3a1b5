import { Decision } from '../../../domain/decision/decision.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { findDateColumn, rowsForDates } from '../../../tickets/formats/dates.ts';
import type { RunSummaryReport, ThemeSummary } from '../../api/summary.ts';
import { cut } from '../tickets/ticket-lines.ts';
import { countView } from './breakdown.ts';
import { eachTheme } from './charts.ts';
import { failedStatus } from './rows/columns.ts';
import type { RunView } from './run-view.ts';

const mostQuotes = 3;
/** Tickets of each theme whose quotes are looked at: some are the same. */
const mostRead = 6;
const longestQuote = 240;
/** A column of more values is none to break down by. */
const mostGroups = 12;

/** What a run found out, over all of its tickets. */
export async function summarise(ledger: Ledger, view: RunView): Promise<RunSummaryReport> {
  const { columns, run } = view;
  const { themes, status, length } = columns;
  const sums = themes.map(() => ({ ...none, best: [] as number[] }));
  const all = { ...none };
  let [review, failed, unthemed] = [0, 0, 0];
  for (let place = 0; place < length; place++) {
    if (status[place] === 0) continue;
    if (status[place] === 2) review++;
    if (status[place] === failedStatus) failed++;
    if (columns.isUnthemed(place)) unthemed++;
    const confidence = columns.confidence[place] ?? Number.NaN;
    const sentiment = columns.sentiment[place] ?? Number.NaN;
    add(all, confidence, sentiment);
    eachTheme(columns.has, columns, place, (theme) => {
      const sum = sums[theme];
      if (sum === undefined) return;
      add(sum, confidence, sentiment);
      keepBest(sum.best, place, columns.confidence);
    });
    eachTheme(columns.failed, columns, place, (theme) => {
      const sum = sums[theme];
      if (sum !== undefined) sum.failed++;
    });
  }
  const quotes = await readQuotes(
    ledger,
    run.id,
    sums.flatMap(({ best }) => best),
  );
  const labels = await readLabels(ledger, view);
  const summaries = run.parsed.themes.map(({ id, name }, theme): ThemeSummary => {
    const sum = sums[theme] ?? { ...none, best: [] };
    const answered = view.count - sum.failed;
    return {
      id,
      name,
      tickets: sum.tickets,
      failed: sum.failed,
      share: labels.raw.get(id) ?? (answered === 0 ? null : sum.tickets / answered),
      corrected: labels.shares.get(id) ?? null,
      ...meansOf(sum),
      quotes: (quotes.get(id) ?? []).slice(0, mostQuotes),
    };
  });
  return {
    tickets: view.count,
    review,
    failed,
    unthemed,
    sentiment: meansOf(all).sentiment,
    themes: summaries.sort((one, other) => other.tickets - one.tickets),
    notes: labels.notes,
    columns: await findGroupColumns(ledger, view),
  };
}

const none = { tickets: 0, failed: 0, confidence: 0, sure: 0, sentiment: 0, felt: 0 };

function add(sum: typeof none, confidence: number, sentiment: number): void {
  sum.tickets++;
  if (!Number.isNaN(confidence)) {
    sum.confidence += confidence;
    sum.sure++;
  }
  if (!Number.isNaN(sentiment)) {
    sum.sentiment += sentiment;
    sum.felt++;
  }
}

function meansOf({ confidence, sure, sentiment, felt }: typeof none) {
  return {
    confidence: sure === 0 ? null : confidence / sure,
    sentiment: felt === 0 ? null : sentiment / felt,
  };
}

/** The places of the most confident tickets; of equal ones the first. */
function keepBest(best: number[], place: number, confidence: Float64Array): void {
  const of = (at: number) => confidence[at] || 0;
  const last = best.at(-1);
  if (best.length === mostRead && last !== undefined && of(last) >= of(place)) return;
  const at = best.findIndex((other) => of(other) < of(place));
  best.splice(at === -1 ? best.length : at, 0, place);
  best.length = Math.min(best.length, mostRead);
}

/** By theme, each quote once. */
async function readQuotes(ledger: Ledger, run: string, places: readonly number[]) {
  const quotes = new Map<string, ThemeSummary['quotes']>();
  const rows = [...new Set(places)].map((place) => place + 1);
  for (const { row, id, decision } of await ledger.results.whole(run, rows)) {
    const { themes, outcomes } = Decision.parse(JSON.parse(decision));
    for (const outcome of outcomes) {
      if (outcome.kind !== 'verdict' || outcome.verdict === 'no') continue;
      const quote = cut((outcome.quote ?? '').trim(), longestQuote);
      const known = quotes.get(outcome.theme) ?? [];
      const isNew = quote !== '' && known.every((other) => other.quote !== quote);
      if (isNew && themes.includes(outcome.theme))
        quotes.set(outcome.theme, [...known, { row, ticket: id, quote }]);
    }
  }
  return quotes;
}

/** What labels make of the shares, and the run's own audit. */
async function readLabels(ledger: Ledger, view: RunView) {
  const shares = new Map<string, NonNullable<ThemeSummary['corrected']>>();
  const raw = new Map<string, number>();
  const { audit, triage } = view.run.parsed;
  const isAudited = audit !== undefined || triage !== undefined;
  const hasLabels = !(await ledger.labels.state()).startsWith('0 ');
  if (!hasLabels && !isAudited) return { shares, raw, notes: [] };
  const { themes, notes } = await countView(ledger, view);
  for (const { id, raw: said, share, low, high, labels } of themes) {
    if (isAudited && said !== null) raw.set(id, said);
    if (share !== null && low !== null && high !== null)
      shares.set(id, { share, low, high, labels });
  }
  return { shares, raw, notes: [...notes, ...ledger.labels.damaged] };
}

async function findGroupColumns(ledger: Ledger, { run }: RunView): Promise<string[]> {
  const rows = await ledger.progress.firstCells(run.id, rowsForDates);
  const { columns, roles } = run.parsed;
  const few = columns.filter((column, index) => {
    if ([roles.text, roles.id].includes(column)) return false;
    const values = new Set(rows.map((cells) => (cells[index] ?? '').trim()));
    return values.size > 1 && values.size <= mostGroups && 2 * values.size <= rows.length;
  });
  return [...(findDateColumn(rows) === undefined ? [] : ['month']), ...few];
}
