import type { Subject } from '../example.ts';
import { DriftWatch } from './drift-watch.ts';
import { ExchangeWatch } from './exchange-watch.ts';
import { OnlineScorer, type Reading } from './online-scorer.ts';
import type { Answers } from './panel-learner.ts';
import { ProgressiveEvidence } from './progressive-evidence.ts';
import { Spending } from './spending.ts';
import { allowedOf, type Draws, type RunReport, Standing } from './standing.ts';

export interface ApprenticeOptions {
  /** Tickets that the run will have, where that is known. */
  tickets?: number | undefined;
  /** Of all yes at most this share may be lost, 0 to 1. */
  maxMiss: number;
  /** The pull of an earlier process of the run, where there was one and it had begun to leave questions out. */
  pull?: number | undefined;
  /** For the order in which it goes over what it has learned. */
  random: () => number;
}

/** What is to be done with a ticket's questions. */
export interface Plan extends Draws {
  reading: Reading;
  /** That the answer is yes, by theme. */
  probabilities: Float64Array;
}

/** A theme whose verdicts stopped agreeing with what was expected, noticed after so many settled tickets. */
interface Change {
  ticket: number;
  theme: string;
}

export interface ApprenticeReport extends RunReport {
  changes: readonly Change[];
}

/** Tickets that are asked everything before anything else is considered. */
const firstTickets = 100;
/** Before so many nobody knows yet what is usual, and no theme is taken for changed. */
const usualFrom = 300;
/** Tickets that are asked about a theme that has changed. */
const afterChange = 150;
/** Tickets between two looks at what the evidence allows. */
const lookEvery = 25;
const looksBack = 150;
/** Where nobody knows how long a run will be: at first so many tickets, and twice as many when that is nearly reached. */
const unknown = { first: 1000, nearly: 0.75 };
/**
 * Learns from the verdicts of judges which questions need not be asked, while it keeps a promise: of all yes of the run
 * at most `maxMiss` are lost, 95 % sure. Every question is asked with a chance of its own that follows from what was
 * answered so far, and the chance is 1 wherever the promise would be at risk. It learns from answers as they come; what
 * it says of the run is of tickets in the order in which they were planned, up to the first that is not answered yet.
 *
 * A judge that fails has given no verdict: it is neither a yes nor a no, and nothing is learned from it. As long as
 * failing doesn't depend on the draw, what was lost is still bounded: the yes that judges would have given.
 */
export class Apprentice {
  readonly #subjects: readonly Subject[];
  readonly #options: ApprenticeOptions;
  readonly #scorer: OnlineScorer;
  readonly #evidence: ProgressiveEvidence;
  readonly #watches: DriftWatch[];
  readonly #exchanges: ExchangeWatch;
  readonly #open = new Map<Plan, Answers | undefined>();
  readonly #changes: Change[] = [];
  readonly #standing: Standing;
  #spending: Spending | undefined;
  #tickets: number | undefined;
  /** For so many tickets the allowed loss is to last. */
  #horizon: number;
  #heard = 0;
  #heardAnswers = 0;
  #heardYes = 0;
  /** Of each ticket's yes the square, summed up. */
  #heardSquares = 0;

  constructor(subjects: readonly Subject[], options: ApprenticeOptions) {
    this.#subjects = subjects;
    this.#options = options;
    this.#tickets = options.tickets;
    this.#horizon = options.tickets ?? unknown.first;
    this.#scorer = new OnlineScorer(subjects, options.random);
    this.#evidence = new ProgressiveEvidence(subjects.length);
    this.#watches = subjects.map(() => new DriftWatch());
    this.#exchanges = new ExchangeWatch(subjects.length);
    const ids = subjects.map(({ id }) => id);
    this.#standing = new Standing(ids, options.maxMiss);
    if (options.pull !== undefined) this.#begin(new Spending(options.pull));
  }

  /** Says how many tickets the run will have, where that became known or is another number now. */
  expect(tickets: number): void {
    this.#tickets = tickets;
    this.#lengthen(tickets);
  }

  /** @param draw a number from 0 up to 1 for a theme's question, drawn independently of all else */
  plan(text: string, draw: (id: string) => number): Plan {
    const reading = this.#scorer.read(text);
    const probabilities = this.#evidence.probabilities(reading);
    const isInquiry = this.#exchanges.isSuspicious(probabilities);
    const chances = this.#subjects.map((_, theme) =>
      isInquiry ? 1 : this.#chanceOf(theme, probabilities[theme]),
    );
    const asked = this.#subjects.map(({ id }, theme) => draw(id) < (chances[theme] ?? 1));
    const pull = this.#spending?.pull ?? 0;
    const threshold = this.#spending?.threshold ?? null;
    return this.#keep({ reading, probabilities, chances, asked, pull, threshold });
  }

  /** Takes up what an earlier process drew for a ticket, to be settled in its turn. */
  recall(text: string, drawn: Draws): Plan {
    const reading = this.#scorer.read(text);
    return this.#keep({ ...drawn, reading, probabilities: this.#evidence.probabilities(reading) });
  }

  #keep(plan: Plan): Plan {
    this.#open.set(plan, undefined);
    return plan;
  }

  /** Takes the answers to a plan's questions: nothing where one was not asked, or its judge failed. */
  teach(plan: Plan, answers: Answers): void {
    if (!this.#open.has(plan)) return;
    this.#open.set(plan, answers);
    this.#learn(plan, answers);
    for (const [first, known] of this.#open) {
      if (known === undefined) return;
      this.#open.delete(first);
      this.#standing.settle(first, known);
    }
  }

  /** How the run stands. Tickets that came after one that is not answered yet are not in it. */
  report(): ApprenticeReport {
    return { ...this.#standing.report(), changes: [...this.#changes] };
  }

  #chanceOf(theme: number, probability = 1): number {
    if (this.#spending === undefined || this.#watches[theme]?.isSuspicious) return 1;
    if (this.#heard >= afterChange && this.#evidence.countOf(theme) < afterChange) return 1;
    if (this.#standing.isInDoubt(theme)) return 1;
    return this.#spending.chanceOf(probability);
  }

  #learn({ reading, probabilities, chances }: Plan, answers: Answers): void {
    this.#heard += 1;
    this.#heardSquares += answers.filter((isYes) => isYes).length ** 2;
    for (const [theme, answer] of answers.entries()) {
      const [chance, probability] = [chances[theme] ?? 1, probabilities[theme] ?? 1];
      if (chance < 1) this.#spending?.hear(probability, chance, answer === true);
      if (answer === undefined) continue;
      this.#heardAnswers += 1;
      this.#heardYes += answer ? 1 : 0;
      if (!this.#isKnown(theme)) continue;
      const mood = this.#watches[theme]?.hear(probability, answer, 1 / chance);
      if (mood === 'changed') this.#restart(theme);
    }
    const known = answers.map((answer, theme) => (this.#isKnown(theme) ? answer : undefined));
    for (const theme of this.#exchanges.hear(probabilities, known) ?? []) this.#restart(theme);
    this.#evidence.add(reading, answers, chances);
    this.#scorer.learn(reading.vector, answers);
    if (this.#heard % lookEvery === 0) this.#look();
  }

  /** Whether it is known what is usual for a theme. */
  #isKnown(theme: number): boolean {
    return this.#heard > usualFrom && this.#evidence.countOf(theme) > afterChange;
  }

  /** Takes a theme for changed. */
  #restart(theme: number): void {
    this.#scorer.restart(theme);
    this.#evidence.restart(theme, this.#scorer.readings);
    this.#exchanges.forget(theme);
    this.#changes.push({ ticket: this.#heard, theme: this.#subjects[theme]?.id ?? '' });
  }

  /** Decides anew what may be left out, by all that was heard. */
  #look(): void {
    this.#evidence.refit();
    if (this.#heard < firstTickets) return;
    if (this.#tickets === undefined)
      while (this.#heard > unknown.nearly * this.#horizon) this.#lengthen(2 * this.#horizon);
    const left = Math.max(1, this.#horizon - this.#heard);
    const allowed = allowedOf(this.#heardYes + left * this.#sureYes(), this.#options.maxMiss);
    const lately = this.#evidence
      .lately(looksBack)
      .map((reading) => this.#evidence.probabilities(reading));
    const outlook = { allowed, left, lately, done: this.#heard / (this.#heard + left) };
    if (this.#spending === undefined) {
      const spending = Spending.begin(allowed, this.#heardYes / this.#heardAnswers);
      if (spending === undefined) return;
      this.#begin(spending);
    }
    this.#spending?.look(outlook, this.#flight());
  }

  /** Yes that a ticket has, two standard errors below the mean. */
  #sureYes(): number {
    const mean = this.#heardYes / this.#heard;
    const variance = Math.max(0, this.#heardSquares / this.#heard - mean ** 2);
    return Math.max(0, mean - 2 * Math.sqrt((variance + 1 / this.#heard) / this.#heard));
  }

  /** From now on questions may be left out. */
  #begin(spending: Spending): void {
    this.#spending = spending;
    this.#standing.begin(spending.pull);
  }

  /** What is allowed grows with the run, so the bound may take more before any find, and audits may be rarer. */
  #lengthen(tickets: number): void {
    const pull = ((this.#spending?.pull ?? 0) * this.#horizon) / tickets;
    this.#horizon = tickets;
    this.#spending?.relax(pull);
    this.#standing.relax(pull);
  }

  /** The weight of the finds that are to be expected of questions that are out. */
  #flight(): number {
    let sum = 0;
    for (const [{ probabilities, chances, asked }, answers] of this.#open)
      for (const [theme, isAsked] of asked.entries())
        if (answers === undefined && isAsked)
          sum += this.#spending?.weightOf(probabilities[theme] ?? 0, chances[theme] ?? 1) ?? 0;
    return sum;
  }
}
