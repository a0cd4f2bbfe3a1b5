import type { Share } from '../findings.ts';
import { percent, showNumber, tickets } from './figures.ts';

/** How a theme's answers compare with people's labels. What can't be measured is null, never 0. */
export interface ThemeEvaluation {
  id: string;
  name: string;
  /** Labelled tickets that have it. */
  support: number;
  /** Of its yes answers those that are right, of the labels those that were found; 0 to 1 with 95 % intervals. */
  precision: Share | null;
  recall: Share | null;
  f1: Share | null;
  /** Tickets that have it by their labels only, by the run only, and whose judge failed. */
  missed: number;
  extra: number;
  failed: number;
}

/** A labelled ticket on which the run and the labels disagree. Theme ids. */
export interface WrongTicket {
  row: number;
  ticket: string;
  extra: string[];
  missed: string[];
  /** 0 to 1. */
  confidence: number | null;
  text: string;
}

export interface EvaluationReport {
  /** Labelled tickets, by how they stand; `drawn` of them were drawn by chance. */
  tickets: { labelled: number; decided: number; review: number; failed: number; undecided: number };
  drawn: number;
  /** Tickets of which every judge answered, and those of them with exactly the labelled themes. */
  complete: number;
  right: number;
  /** Over all themes and tickets taken together. */
  all: Pick<ThemeEvaluation, 'precision' | 'recall' | 'f1'>;
  /** Mean F1 of the themes that the labels have. */
  mean: Share | null;
  /** In the order of the run's themes. */
  themes: ThemeEvaluation[];
  /** Themes that are said in the place of others, the most frequent first. */
  swaps: { said: string; missed: string; tickets: number }[];
  /** The worst first. */
  wrong: WrongTicket[];
  /** The mean gap between a verdict's confidence and its chance to be right, 0 to 1. */
  confidenceGap: number | null;
  /** Labels of themes that the run does not ask about, and how often they stand there. */
  unknownThemes: Record<string, number>;
}

export interface Evaluation {
  /** Labelled tickets of the run that are decided. */
  labelled: number;
  /** Null as long as nothing was found out yet. */
  report: EvaluationReport | null;
  /** A newer report is being made: ask again. */
  isPending: boolean;
}

/** A wider interval leaves too much open. */
const widest = 0.2;

/** How good a run is by its labels, in sentences; the most important first. */
export function sayEvaluation(report: EvaluationReport): string[] {
  const { complete, right, tickets: counts, themes, all } = report;
  if (complete === 0)
    return [`None of the ${tickets(counts.labelled)} with labels has all its answers yet.`];
  const missing = most(themes, ({ missed }) => missed);
  const adding = most(themes, ({ extra }) => extra);
  return [
    `Right on ${showNumber(right)} of ${showNumber(complete)} labelled ${complete === 1 ? 'ticket' : 'tickets'}${missing === undefined ? (adding === undefined ? '.' : '; it misses no theme.') : `; it misses ${missing.name} most: on ${showNumber(missing.missed)} of the ${tickets(missing.support)} that have it.`}`,
    ...(adding === undefined
      ? []
      : [
          `It says ${adding.name} against the labels most: on ${tickets(adding.extra)}${adding.precision === null ? '' : `, and is right ${percent(adding.precision.share)} of the time that it says it`}.`,
        ]),
    ...(all.precision === null || all.recall === null
      ? []
      : [
          `Of all themes that it says, ${sayInterval(all.precision)} are right; of all themes that the labels have, it finds ${sayInterval(all.recall)}.`,
        ]),
    ...sayUnscored(report),
    ...sayDoubts(report),
  ];
}

/** `92 % (88 to 95 %)`. */
function sayInterval({ share, low, high }: Share): string {
  return `${percent(share)} (${Math.round(100 * low)} to ${percent(high)})`;
}

function most<Item>(items: readonly Item[], count: (item: Item) => number): Item | undefined {
  const [first] = items.toSorted((one, other) => count(other) - count(one));
  return first !== undefined && count(first) > 0 ? first : undefined;
}

/** What is in no figure, and why. */
function sayUnscored({ tickets: counts, complete, unknownThemes }: EvaluationReport): string[] {
  const partly = counts.labelled - counts.undecided - complete;
  const unknown = Object.keys(unknownThemes);
  return [
    ...(partly === 0
      ? []
      : [
          `Judges failed on ${tickets(partly)} with labels: what has no answer is neither right nor wrong, and in no figure.`,
        ]),
    ...(counts.undecided === 0
      ? []
      : [`${tickets(counts.undecided)} with labels ${be(counts.undecided)} not decided yet.`]),
    ...(unknown.length === 0
      ? []
      : [
          `Labels of themes that this run does not ask about are left out: ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ` and ${unknown.length - 5} more` : ''}.`,
        ]),
  ];
}

/** How far all of it can be trusted. */
function sayDoubts({ tickets: counts, drawn, mean, confidenceGap }: EvaluationReport): string[] {
  const width = mean === null ? 0 : mean.high - mean.low;
  return [
    ...(drawn === counts.labelled
      ? []
      : [
          `${drawn === 0 ? 'None' : showNumber(drawn)} of the ${tickets(counts.labelled)} with labels ${drawn === 1 ? 'was' : 'were'} drawn by chance. ${drawn === 0 ? 'All were picked' : 'The others were picked'} by a person or came with the file: such tickets may be harder or easier than most.`,
        ]),
    ...(width <= widest
      ? []
      : [
          `The labels are few: about ${showNumber(Math.ceil(counts.labelled * (width / widest) ** 2))} would bring the mean over the themes within ±${Math.round(50 * widest)} points.`,
        ]),
    ...(confidenceGap === null
      ? []
      : [
          `Its confidence is off by ${percent(confidenceGap)} on average: that far it lies from how often its verdicts are right.`,
        ]),
  ];
}

const be = (count: number) => (count === 1 ? 'is' : 'are');
