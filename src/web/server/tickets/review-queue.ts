import { Decision } from '../../../domain/decision/decision.ts';
import { agreementOf } from '../../../evaluation/counts/people-labels.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { Reviewable } from '../../../ledger/views/review-rows.ts';
import { ticketOf } from '../../../settings/stored-ticket.ts';
import type { ReviewItem, ReviewQuery, ReviewQueue } from '../../api/trust/review.ts';
import { doubtOf, isRareIn, reasonsFor, unsureBelow } from './review-doubt.ts';
import type { OpenRun } from './story-row.ts';

/** Tickets of each kind that are ranked: by their columns alone, and of the first ones by their bodies too. */
const mostRanked = 2000;
const mostRead = 200;
/** Characters of the text in the list. */
const excerptLength = 160;

/** A ticket of the queue, and those that read the same. */
interface Ranked extends Reviewable {
  alike: number;
  score: number;
}

/** A run's sample as far as nobody labelled it, where there is one and nothing else is asked for; else what is doubtful. */
export async function readQueue(
  ledger: Ledger,
  run: OpenRun,
  query: ReviewQuery,
): Promise<ReviewQueue> {
  const drawn = [...(await ledger.samples.of(run.id)).keys()];
  const told = {
    drawn: drawn.length,
    done: await ledger.gold.countSince(run.id, query.since),
    agreement: await readAgreement(ledger, run),
  };
  const of = query.of ?? (drawn.length > 0 ? 'sample' : 'doubtful');
  if (of === 'doubtful') return { of, ...told, ...(await readDoubtful(ledger, run, query)) };
  const labelled = new Set((await ledger.labels.every(run.id, drawn)).map(({ row }) => row));
  const open = drawn.filter((row) => !labelled.has(row));
  const { offset, limit } = query;
  const items = await readItems(ledger, run, open.slice(offset, offset + limit));
  return { of, ...told, items, total: open.length, left: open.length, hasMore: false };
}

/** How far people agree who labelled the same tickets; by the newest label of each. */
async function readAgreement(ledger: Ledger, run: OpenRun): Promise<ReviewQueue['agreement']> {
  const byRow = new Map<number, Map<string, ReadonlySet<string>>>();
  for (const { row, themes, author } of await ledger.labels.every(run.id)) {
    const people = byRow.get(row) ?? new Map<string, ReadonlySet<string>>();
    byRow.set(row, people.set(author, new Set(themes.split('|').filter(Boolean))));
  }
  return agreementOf(byRow.values(), run.parsed.themes);
}

/** Tickets as the queue shows them, whether they need a person or not. */
export async function readItems(
  ledger: Ledger,
  run: OpenRun,
  rows: readonly number[],
): Promise<ReviewItem[]> {
  const isRare = isRareIn(run);
  const found = await ledger.reviews.of(run.id, rows);
  const ranked = found.map((row) => ({ ...row, alike: 1, score: doubtOf(row, undefined, isRare) }));
  const known = await readBodies(ledger, run, ranked);
  return ranked.flatMap((item) => {
    const body = known.get(item.row);
    return body === undefined ? [] : [tell(item, body, isRare)];
  });
}

/**
 * The tickets that need a person, the most useful first: how unsure the decision is (`doubtOf`), times
 * how many tickets one label would settle. What is labelled is not among them.
 */
async function readDoubtful(
  ledger: Ledger,
  run: OpenRun,
  { limit, offset }: ReviewQuery,
): Promise<Omit<ReviewQueue, 'of' | 'drawn' | 'done' | 'agreement'>> {
  // 1. The least sure of each status, by the columns alone.
  const [failed, review, unsure] = await Promise.all([
    ledger.reviews.unlabelled(run.id, 'failed', mostRanked),
    ledger.reviews.unlabelled(run.id, 'review', mostRanked),
    ledger.reviews.unlabelled(run.id, 'decided', mostRanked, unsureBelow),
  ]);
  const hasMore = [failed, review, unsure].some(({ length }) => length === mostRanked);
  const isRare = isRareIn(run);
  const ranked = rank([...failed, ...review, ...unsure], isRare);
  // 2. What only the decisions' bodies tell, for the first of them.
  const first = ranked.slice(0, mostRead);
  const known = await readBodies(ledger, run, first);
  for (const item of first)
    item.score = doubtOf(item, known.get(item.row)?.decision, isRare) * item.alike;
  first.sort(byScore);
  // 3. The page, and how far the person is.
  const page = [...first, ...ranked.slice(mostRead)].slice(offset, offset + limit);
  const beyond = page.filter(({ row }) => !known.has(row));
  for (const [row, body] of await readBodies(ledger, run, beyond)) known.set(row, body);
  return {
    items: page.flatMap((item) => {
      const body = known.get(item.row);
      return body === undefined ? [] : [tell(item, body, isRare)];
    }),
    total: ranked.length,
    hasMore,
    left: hasMore ? unsure.length + (await countLeft(ledger, run.id)) : ranked.length,
  };
}

function rank(rows: readonly Reviewable[], isRare: (theme: string) => boolean): Ranked[] {
  const groups = new Map<string, Ranked>();
  for (const row of rows) {
    const group = groups.get(row.address);
    if (group === undefined) groups.set(row.address, { ...row, alike: 1, score: 0 });
    else group.alike += 1;
  }
  const ranked = [...groups.values()];
  for (const item of ranked) item.score = doubtOf(item, undefined, isRare) * item.alike;
  return ranked.sort(byScore);
}

function byScore(one: Ranked, other: Ranked): number {
  return other.score - one.score || one.row - other.row;
}

interface Body {
  decision: Decision;
  excerpt: string;
}

async function readBodies(
  ledger: Ledger,
  run: OpenRun,
  items: readonly Ranked[],
): Promise<Map<number, Body>> {
  if (items.length === 0) return new Map();
  const rows = await ledger.results.whole(
    run.id,
    items.map(({ row }) => row),
  );
  return new Map(
    rows.map(({ decision, ...row }) => [
      row.row,
      {
        decision: Decision.parse(JSON.parse(decision)),
        excerpt: ticketOf(row, run.parsed).text.slice(0, excerptLength),
      },
    ]),
  );
}

function tell(item: Ranked, body: Body, isRare: (theme: string) => boolean): ReviewItem {
  const { row, id, score, alike, confidence } = item;
  const { decision, excerpt } = body;
  return {
    row,
    id,
    alike,
    confidence,
    excerpt,
    score: Math.round(score * 1000) / 1000,
    status: decision.status,
    themes: decision.themes,
    reasons: reasonsFor(decision, isRare),
  };
}

/** In review or failed, where there are too many to look at each: labels of other runs are not taken off. */
async function countLeft(ledger: Ledger, run: string): Promise<number> {
  const { review, failed } = await ledger.records.countDecisions(run);
  const labelled = await ledger.reviews.countLabelled(run, ['review', 'failed']);
  return Math.max(0, review + failed - labelled);
}
