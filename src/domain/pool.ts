import type { FailureCause, Outcome, Verdict, Votes } from './decision/outcome.ts';

/** One answer to a question that is put more than once, or why there is none. */
export type Vote =
  | { ok: true; answer: Verdict }
  | { ok: false; cause: FailureCause; detail: string };

export type Pooled =
  | { ok: true; answer: Verdict; votes?: Votes }
  | { ok: false; cause: FailureCause; detail: string };

/**
 * What several answers to one question come to. The majority of those that answered stands, with its
 * share of them times its mean confidence; a tie is a no with confidence 0, which is a conflict for
 * the rules. Fewer answers than half are a failure, and a vote that failed is never a no. The
 * winning side's surest answer lends its words, one with a quote that stands before others.
 */
export function pool(votes: readonly Vote[], stands: (quote: string | null) => boolean): Pooled {
  const [first] = votes;
  if (first !== undefined && votes.length === 1) return first;
  const answers = votes.flatMap((vote) => (vote.ok ? vote.answer : []));
  if (answers.length === 0 || 2 * answers.length < votes.length) return failure(votes);
  const yes = answers.filter(({ verdict }) => verdict === 'yes');
  const no = answers.filter(({ verdict }) => verdict === 'no');
  const isTie = yes.length === no.length;
  const winners = yes.length > no.length ? yes : no;
  const mean = winners.reduce((sum, { confidence }) => sum + confidence, 0) / winners.length;
  const [speaker] = winners.toSorted(
    (one, other) =>
      Number(stands(other.quote)) - Number(stands(one.quote)) ||
      other.confidence - one.confidence ||
      compare(wordsOf(one), wordsOf(other)),
  );
  return {
    ok: true,
    answer: {
      ...(speaker as Verdict),
      confidence: isTie ? 0 : round((winners.length / answers.length) * mean),
    },
    votes: { yes: yes.length, no: no.length, failed: votes.length - answers.length },
  };
}

/** What became of a theme's question, by what its votes came to. */
export function outcomeOf(theme: string, pooled: Pooled): Outcome {
  if (!pooled.ok) return { theme, kind: 'failed', cause: pooled.cause, detail: pooled.detail };
  const { answer, votes } = pooled;
  return { theme, kind: 'verdict', ...answer, ...(votes === undefined ? {} : { votes }) };
}

/** The cause that most votes failed by. */
function failure(votes: readonly Vote[]): Pooled {
  const failed = votes.flatMap((vote) => (vote.ok ? [] : vote));
  const timesOf = (cause: FailureCause) => failed.filter((vote) => vote.cause === cause).length;
  const [first] = failed.toSorted(
    (one, other) =>
      timesOf(other.cause) - timesOf(one.cause) ||
      compare(`${one.cause} ${one.detail}`, `${other.cause} ${other.detail}`),
  );
  return {
    ok: false,
    cause: first?.cause ?? 'empty_answer',
    detail: `${failed.length} of ${votes.length} votes failed: ${first?.detail ?? 'nobody was asked'}`,
  };
}

function wordsOf({ quote, rationale }: Verdict): string {
  return JSON.stringify([quote, rationale]);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Sums depend on their order in the last digits; what a decision says must not. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
