import { Labels } from '../src/cases/labels/labels.ts';
import { type ChangedTheme, changedThemes, saidOf } from '../src/comparison/explain-change.ts';
import {
  type MatchedTicket,
  type MatchedTickets,
  matchTickets,
} from '../src/comparison/match-tickets.ts';
import { type RunDifferences, runDifferences } from '../src/comparison/run-differences.ts';
import { type Judgement, weighRuns } from '../src/comparison/weigh-runs.ts';
import type { Decision } from '../src/domain/decision/decision.ts';
import { UserMistake } from '../src/domain/mistake.ts';
import { type Agreement, kappa } from '../src/evaluation/agreement/kappa.ts';
import { isComplete, isExact, markOf } from '../src/evaluation/mark.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { readRun } from '../src/settings/read-run.ts';

export interface CompareOptions {
  first: string;
  second: string;
  /** A file of labels; those in the ledger count where it is left out. */
  gold: string | undefined;
}

/** A ticket that the two runs decided otherwise. */
export interface ChangedTicket {
  ticket: string;
  /** In the first run, and in the second. */
  row: number;
  otherRow: number;
  first: { status: string; themes: string[] };
  second: { status: string; themes: string[] };
  changes: ChangedTheme[];
  /** Whether the labels say that it became right, or wrong; null without labels, or where neither. */
  change: 'better' | 'worse' | null;
}

interface ShownAgreement extends Agreement {
  id: string;
  /** Null where both runs always say the same one thing. */
  kappa: number | null;
  /** The share of tickets on which they agree, 0 to 1. */
  agreement: number | null;
  /** Tickets of which one of them says neither yes nor no. */
  failed: number;
}

export interface ComparisonReport {
  first: { run: string; model: string; file: string };
  second: { run: string; model: string; file: string };
  differences: Omit<RunDifferences, 'isEmbedded'>;
  /** Tickets that both decided, and those that are left out. */
  tickets: { common: number } & Omit<MatchedTickets, 'both'>;
  themes: ShownAgreement[];
  changed: number;
  /** Changed tickets by reason. */
  reasons: Record<string, number>;
  changes: ChangedTicket[];
  /** Null where nobody labelled a ticket that both decided. */
  gold: Judgement | null;
  warnings: string[];
}

/** An interval of a difference that is wider leaves too much open. */
const widestInterval = 0.1;

/** Says where two runs over the same tickets differ, why, and which is better. Only reads. @throws UserMistake */
export async function compareRuns(
  ledger: Ledger,
  options: CompareOptions,
): Promise<ComparisonReport> {
  // 1. The two runs, what they differ in, and the labels.
  const first = await readRun(ledger, options.first);
  const second = await readRun(ledger, options.second);
  const differences = runDifferences(first, second);
  const own = new Set(first.parsed.themes.map(({ id }) => id));
  const themes = second.parsed.themes.map(({ id }) => id).filter((id) => own.has(id));
  if (themes.length === 0)
    throw new UserMistake(`runs ${first.id} and ${second.id} have no theme in common`);
  const labels = await Labels.open(ledger, first, options.gold, undefined);
  // 2. The tickets that both decided.
  const { both, ...leftOut } = await matchTickets(ledger, first.id, second.id, labels);
  if (both.length === 0)
    throw new UserMistake(
      `runs ${first.id} and ${second.id} have no decided ticket in common: one judged ${first.file}, the other ${second.file}`,
    );
  // 3. How far they agree, and what changed why.
  const changes = both.flatMap((ticket) => changeOf(ticket, themes, differences));
  const reasons: Record<string, number> = {};
  for (const { changes: own } of changes)
    for (const reason of new Set(own.flatMap((change) => change.reasons)))
      reasons[reason] = (reasons[reason] ?? 0) + 1;
  // 4. Which is better, where labels tell.
  const gold =
    options.gold === undefined && both.every((ticket) => ticket.gold === undefined)
      ? null
      : weighRuns(both, themes, await labels.check());
  const { isEmbedded: _, ...shown } = differences;
  return {
    first: { run: first.id, model: first.model, file: first.file },
    second: { run: second.id, model: second.model, file: second.file },
    differences: shown,
    tickets: { common: both.length, ...leftOut },
    themes: themes.map((id) => agreementOn(id, both)),
    changed: changes.length,
    reasons,
    changes,
    gold,
    warnings: warnOf(first.file !== second.file, leftOut, gold),
  };
}

function changeOf(
  { first, second, gold }: MatchedTicket,
  themes: readonly string[],
  differences: RunDifferences,
): ChangedTicket[] {
  const changes = changedThemes(themes, first, second, differences);
  if (changes.length === 0) return [];
  const [before, after] = [first, second].map(
    ({ decision }) => gold && isRight(themes, decision, gold),
  );
  return [
    {
      ticket: first.stored.id,
      row: first.stored.row,
      otherRow: second.stored.row,
      first: { status: first.decision.status, themes: first.decision.themes },
      second: { status: second.decision.status, themes: second.decision.themes },
      changes,
      change: before === after ? null : after ? 'better' : 'worse',
    },
  ];
}

function isRight(themes: readonly string[], decision: Decision, gold: readonly string[]): boolean {
  const mark = markOf(themes, decision, gold);
  return isComplete(mark) && isExact(mark);
}

function agreementOn(id: string, tickets: readonly MatchedTicket[]): ShownAgreement {
  const counts = { bothYes: 0, bothNo: 0, onlyFirst: 0, onlySecond: 0 };
  let failed = 0;
  for (const { first, second } of tickets) {
    const said = [saidOf(id, first.decision), saidOf(id, second.decision)];
    if (said.includes('failed')) failed += 1;
    else if (said[0] === said[1]) counts[said[0] === 'yes' ? 'bothYes' : 'bothNo'] += 1;
    else counts[said[0] === 'yes' ? 'onlyFirst' : 'onlySecond'] += 1;
  }
  const compared = tickets.length - failed;
  return {
    id,
    kappa: kappa(counts) ?? null,
    ...counts,
    failed,
    agreement: compared === 0 ? null : (counts.bothYes + counts.bothNo) / compared,
  };
}

function warnOf(
  areFilesOther: boolean,
  { onlyFirst, onlySecond, undecided, rewritten }: Omit<MatchedTickets, 'both'>,
  gold: Judgement | null,
): string[] {
  const leftOut = [
    ...(onlyFirst + onlySecond === 0
      ? []
      : [`${onlyFirst} that only the first and ${onlySecond} that only the second run has`]),
    ...(undecided === 0 ? [] : [`${undecided} that are not decided in both`]),
    ...(rewritten === 0 ? [] : [`${rewritten} with the same id and other contents`]),
  ];
  const warnings: string[] = [];
  if (areFilesOther) warnings.push('the runs judged two files; tickets are matched by their ids');
  if (leftOut.length > 0) warnings.push(`tickets that are not compared: ${leftOut.join(', ')}`);
  const interval = gold?.macroF1.interval;
  if (interval && interval.high - interval.low > widestInterval)
    warnings.push(
      `the sample is small: the difference in macro-F1 lies anywhere from ${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}`,
    );
  if (gold !== null && gold.macroF1.difference !== null && !interval)
    warnings.push('the sample is too small for an interval of the difference in macro-F1');
  return warnings;
}
