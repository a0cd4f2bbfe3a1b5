import { costOfAnswers, type Spending } from '../src/cases/cost-of-answers.ts';
import { type LabelNotes, Labels } from '../src/cases/labels/labels.ts';
import { readStandings } from '../src/cases/read-standings.ts';
import { type ShownScores, showScores } from '../src/cases/show-scores.ts';
import { plural } from '../src/domain/text/plural.ts';
import { type Disagreement, disagreementOf } from '../src/evaluation/agreement/disagreements.ts';
import { type Swap, Swaps } from '../src/evaluation/agreement/swaps.ts';
import { type Calibration, calibrationOf } from '../src/evaluation/calibration.ts';
import { scoreMarks } from '../src/evaluation/metrics.ts';
import { ScoreSheet } from '../src/evaluation/score-sheet.ts';
import { warnOfMemory } from '../src/learning/show-learned.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { RunRow } from '../src/ledger/schema.ts';
import { readRun } from '../src/settings/read-run.ts';
import { ticketOf } from '../src/settings/stored-ticket.ts';
import type { TicketInput } from '../src/tickets/read-tickets.ts';

export interface EvaluateOptions {
  run: string | undefined;
  /** A file of labels; those in the ledger count where it is left out. */
  gold: string | TicketInput | undefined;
  /** The labels' column; guessed where left out. */
  goldColumn: string | undefined;
  /** When the command began that judged the file first; nothing where it only scores. */
  judgedSince?: number;
}

/** A ticket of which run and person disagree. */
export interface ShownDisagreement extends Disagreement {
  ticket: string;
  row: number;
  status: string;
  gold: readonly string[];
  said: readonly string[];
  confidence: number | null;
  text: string;
}

/** For 1,000 decided tickets; null where it is not known. */
interface Costs {
  calls: number | null;
  dollars: number | null;
  tokens: number | null;
  /** Answers of the run that were there already, and cost nothing. */
  reused: number;
}

/** Numbers are null, never 0, where there is nothing to take them of. */
export interface EvaluationReport extends ShownScores {
  run: string;
  file: string;
  model: string;
  gold: LabelNotes;
  /** Labelled tickets, by how they stand. */
  tickets: ScoreSheet['tickets'];
  /** The share of labelled tickets with the status decided, 0 to 1. */
  completion: number;
  /** Tickets with a theme that has no answer, and such themes by cause. None of them is a no. */
  failures: ScoreSheet['failures'];
  /** The same over tickets with the status decided alone. */
  decidedOnly: Omit<ShownScores, 'themes'>;
  calibration: Record<'verdicts' | 'decisions', Calibration>;
  per1000: Costs;
  cost: {
    /** Of the answers that the run rests on, when they were paid, by whatever run. */
    answers: Spending;
    /** What this command paid. */
    paid: Pick<Spending, 'calls' | 'dollars'>;
  };
  /** Tickets of which run and person disagree; the worst of them come first in `disagreements`. */
  wrong: number;
  /** Themes that are said in the place of others, the most frequent first. */
  swaps: Swap[];
  disagreements: ShownDisagreement[];
  warnings: string[];
}

/** Disagreements that a report holds. */
const mostDisagreements = 50;
const mostSwaps = 20;
/** Characters of a ticket that a report quotes. */
const longestText = 300;
/** An interval of macro-F1 that is wider leaves too much open. */
const widestInterval = 0.1;

/** Scores a run against a person's labels. Only reads. @throws UserMistake */
export async function evaluate(
  ledger: Ledger,
  options: EvaluateOptions,
): Promise<EvaluationReport> {
  // 1. The run, and the labels.
  const run = await readRun(ledger, options.run);
  const themes = run.parsed.themes.map(({ id }) => id);
  const labels = await Labels.open(ledger, run, options.gold, options.goldColumn);
  // 2. Every labelled ticket, beside what the person said.
  const sheet = new ScoreSheet(themes);
  const swaps = new Swaps();
  let worst: ShownDisagreement[] = [];
  let wrong = 0;
  let heard = 0;
  for await (const { stored, decision, gold } of readStandings(ledger, run.id, labels)) {
    if (decision !== undefined) heard += 1;
    if (gold === undefined) continue;
    const mark = sheet.add(decision, gold);
    if (decision === undefined || mark === undefined) continue;
    const disagreement = disagreementOf(mark, decision);
    if (disagreement === undefined) continue;
    wrong += 1;
    swaps.add(disagreement);
    worst.push({
      ticket: stored.id,
      row: stored.row,
      status: decision.status,
      ...disagreement,
      gold: mark.gold,
      said: mark.said,
      confidence: decision.confidence,
      text: ticketOf(stored, run.parsed).text.slice(0, longestText),
    });
    if (worst.length > 10 * mostDisagreements) worst = worstOf(worst);
  }
  const notes = await labels.check();
  // 3. The scores, over all of them and over those alone that need no review.
  const scores = showScores(scoreMarks(themes, sheet.marks));
  const { themes: _, ...decidedOnly } = showScores(scoreMarks(themes, sheet.sureMarks));
  return {
    run: run.id,
    file: run.file,
    model: run.model,
    gold: notes,
    tickets: sheet.tickets,
    completion: sheet.tickets.decided / sheet.tickets.labelled,
    ...scores,
    failures: sheet.failures,
    decidedOnly,
    calibration: {
      verdicts: calibrationOf(sheet.claims.verdicts),
      decisions: calibrationOf(sheet.claims.decisions),
    },
    ...(await readCosts(ledger, run, heard, options.judgedSince)),
    wrong,
    swaps: swaps.list(mostSwaps),
    disagreements: worstOf(worst),
    warnings: [...(await warnOfMemory(ledger, run.model)), ...warnOf(run, sheet.tickets, scores)],
  };
}

function worstOf(disagreements: readonly ShownDisagreement[]): ShownDisagreement[] {
  return disagreements
    .toSorted((one, other) => other.severity - one.severity || one.row - other.row)
    .slice(0, mostDisagreements);
}

async function readCosts(
  ledger: Ledger,
  run: RunRow,
  heard: number,
  since: number | undefined,
): Promise<Pick<EvaluationReport, 'per1000' | 'cost'>> {
  const answers = await costOfAnswers(ledger, run.id);
  const { calls, dollars, tokens } = answers;
  const spent =
    since === undefined ? { calls: 0, dollars: 0 } : await ledger.records.spent(run.id, since);
  const { reused } = await ledger.records.books(run.id);
  const per1000 = (total: number | null) =>
    total === null || heard === 0 ? null : (1000 * total) / heard;
  return {
    per1000: { calls: per1000(calls), dollars: per1000(dollars), tokens: per1000(tokens), reused },
    cost: {
      answers,
      paid: { ...spent, dollars: spent.calls > 0 && dollars === null ? null : spent.dollars },
    },
  };
}

/** What a reader of the scores has to know, a sentence each. */
function warnOf(
  run: RunRow,
  { labelled, undecided, review }: ScoreSheet['tickets'],
  { macro, themes }: ShownScores,
): string[] {
  const warnings: string[] = [];
  if (undecided > 0)
    warnings.push(
      `the run is ${run.status}: ${undecided} of ${plural(labelled, 'labelled ticket')} are not decided yet, and not scored`,
    );
  if (2 * review > labelled)
    warnings.push(
      `${review} of ${plural(labelled, 'ticket')} wait for review; their scores are what the run said so far`,
    );
  const without = themes.filter(({ support }) => support === 0).map(({ id }) => id);
  if (without.length > 0)
    warnings.push(
      `no labelled yes, and so no part of the macro means: ${without.slice(0, 8).join(', ')}${without.length > 8 ? ` and ${without.length - 8} more` : ''}`,
    );
  const { f1: interval } = macro.intervals;
  const width = interval === null ? 1 : interval.high - interval.low;
  if (macro.f1 !== null && width > widestInterval)
    warnings.push(
      interval === null
        ? 'the sample is too small for an interval of macro-F1'
        : `the sample is small: macro-F1 lies anywhere from ${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}; about ${Math.ceil((width / widestInterval) ** 2)} times as many labels would narrow that to ${widestInterval}`,
    );
  return warnings;
}
