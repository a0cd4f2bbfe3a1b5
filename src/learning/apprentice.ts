import { DriftWatch } from './drift-watch.ts';
import type { Subject } from './example.ts';
import { LossBound } from './loss-bound.ts';
import { OnlineScorer, type Reading } from './online-scorer.ts';
import type { Answers } from './panel-learner.ts';
import { ProgressiveEvidence } from './progressive-evidence.ts';
import { Spending } from './spending.ts';
import { type Stretch, Stretches, Tally } from './tally.ts';

export interface ApprenticeOptions {
  /** Tickets that the run will have, where that is known. */
  tickets?: number | undefined;
  /** Of all yes at most this share may be lost, 0 to 1. */
  maxMiss: number;
  /** For the order in which it goes over what it has learned. */
  random: () => number;
}

/** What is to be done with a ticket's questions. */
export interface Plan {
  reading: Reading;
  /** That the answer is yes, by theme. */
  probabilities: Float64Array;
  /** With which each question was to be asked. */
  chances: readonly number[];
  asked: readonly boolean[];
  /** Of the bound on what is lost, when this was planned; 0 where there was none. */
  pull: number;
}

/** A theme whose verdicts stopped agreeing with what was expected, noticed after so many settled tickets. */
interface Change {
  ticket: number;
  theme: string;
}

export interface Asked {
  questions: number;
  asked: number;
  unasked: number;
  /** Asked though the chance was below 1. */
  audited: number;
  /** Verdicts with a yes. */
  yes: number;
}

export interface ThemeReport extends Asked {
  id: string;
  /** With 95 % certainty no more of this theme's yes were lost; nothing where the sample is too small to say. */
  lostAtMost: number | undefined;
  isKept: boolean | undefined;
}

export interface ApprenticeReport extends Asked {
  /** With 95 % certainty no more yes were lost. */
  lostAtMost: number;
  /** How many were lost as far as the misses found tell: right on the average, and not certain. */
  lostEstimate: number;
  /** At most `maxMiss` of all yes were lost, with that certainty. */
  isKept: boolean;
  changes: readonly Change[];
  themes: readonly ThemeReport[];
  /** The run in at most 20 stretches. */
  over: readonly Stretch[];
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
/** Of what a theme may lose, the bound may take this share before any find; else its sample is too small to say. */
const sayable = 0.5;

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
  readonly #open = new Map<Plan, Answers | undefined>();
  readonly #changes: Change[] = [];
  readonly #whole = new Tally();
  readonly #byTheme: Tally[];
  readonly #over = new Stretches();
  /** Of the themes, as of the whole; there are none while everything is asked. */
  #bounds: LossBound[] = [];
  #bound: LossBound | undefined;
  #spending: Spending | undefined;
  #tickets: number | undefined;
  /** For so many tickets the allowed loss is to last. */
  #horizon: number;
  #heard = 0;
  #heardAnswers = 0;
  #heardYes = 0;

  constructor(subjects: readonly Subject[], options: ApprenticeOptions) {
    this.#subjects = subjects;
    this.#options = options;
    this.#tickets = options.tickets;
    this.#horizon = options.tickets ?? unknown.first;
    this.#scorer = new OnlineScorer(subjects, options.random);
    this.#evidence = new ProgressiveEvidence(subjects.length);
    this.#watches = subjects.map(() => new DriftWatch());
    this.#byTheme = subjects.map(() => new Tally());
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
    const chances = this.#subjects.map((_, theme) => this.#chanceOf(theme, probabilities[theme]));
    const asked = this.#subjects.map(({ id }, theme) => draw(id) < (chances[theme] ?? 1));
    const pull = this.#spending?.pull ?? 0;
    const plan = { reading, probabilities, chances, asked, pull };
    this.#open.set(plan, undefined);
    return plan;
  }

  /** Takes the answers to a plan's questions. */
  teach(plan: Plan, answers: Answers): void {
    if (!this.#open.has(plan)) return;
    this.#open.set(plan, answers);
    this.#learn(plan, answers);
    for (const [first, known] of this.#open) {
      if (known === undefined) return;
      this.#open.delete(first);
      this.#settle(first, known);
    }
  }

  /** How the run stands. Tickets that came after one that is not answered yet are not in it. */
  report(): ApprenticeReport {
    const lostAtMost = this.#bound?.atMost ?? 0;
    return {
      ...asked(this.#whole),
      lostAtMost,
      lostEstimate: this.#whole.lostEstimate,
      isKept: this.#isKept(lostAtMost, this.#whole.yes),
      changes: [...this.#changes],
      themes: this.#subjects.map(({ id }, theme) => {
        const own = this.#byTheme[theme] as Tally;
        const lostAtMost = this.#sayableOf(theme);
        const isKept = lostAtMost === undefined ? undefined : this.#isKept(lostAtMost, own.yes);
        return { id, ...asked(own), lostAtMost, isKept };
      }),
      over: this.#over.all.map((own) => ({ ...own })),
    };
  }

  #chanceOf(theme: number, probability = 1): number {
    if (this.#spending === undefined || this.#watches[theme]?.isSuspicious) return 1;
    if (this.#heard >= afterChange && this.#evidence.countOf(theme) < afterChange) return 1;
    const lostAtMost = this.#sayableOf(theme);
    if (lostAtMost !== undefined && !this.#isKept(lostAtMost, this.#byTheme[theme]?.yes ?? 0))
      return 1;
    return this.#spending.chanceOf(probability);
  }

  /** How many yes a theme has lost at most, if its sample is large enough to say. */
  #sayableOf(theme: number): number | undefined {
    const bound = this.#bounds[theme];
    const allowed = allowedOf(this.#byTheme[theme]?.yes ?? 0, this.#options.maxMiss);
    if (bound === undefined) return allowed > 0 ? 0 : undefined;
    return bound.atMost <= allowed || bound.bare <= sayable * allowed ? bound.atMost : undefined;
  }

  #isKept(lostAtMost: number, yes: number): boolean {
    return lostAtMost <= this.#options.maxMiss * (yes + lostAtMost);
  }

  #learn({ reading, probabilities, chances }: Plan, answers: Answers): void {
    this.#heard += 1;
    for (const [theme, answer] of answers.entries()) {
      const [chance, probability] = [chances[theme] ?? 1, probabilities[theme] ?? 1];
      if (chance < 1) this.#spending?.hear(probability, chance, answer === true);
      if (answer === undefined) continue;
      this.#heardAnswers += 1;
      this.#heardYes += answer ? 1 : 0;
      const isReady = this.#heard > usualFrom && this.#evidence.countOf(theme) > afterChange;
      if (!isReady || this.#watches[theme]?.hear(probability, answer, 1 / chance) !== 'changed')
        continue;
      this.#scorer.restart(theme);
      this.#evidence.restart(theme);
      this.#changes.push({ ticket: this.#heard, theme: this.#subjects[theme]?.id ?? '' });
    }
    this.#evidence.add(reading, answers, chances);
    this.#scorer.learn(reading.vector, answers);
    if (this.#heard % lookEvery === 0) this.#look();
  }

  #settle({ chances, asked, pull }: Plan, answers: Answers): void {
    const missed: number[] = [];
    const before = this.#whole.audited;
    for (const [theme, isAsked] of asked.entries()) {
      const [chance, isYes] = [chances[theme] ?? 1, answers[theme] === true];
      this.#whole.hear(isAsked, chance, isYes);
      this.#byTheme[theme]?.hear(isAsked, chance, isYes);
      const isMiss = isAsked && isYes && chance < 1;
      if (isMiss) missed.push(chance);
      this.#bounds[theme]?.settle(isAsked ? 0 : 1, isMiss ? [chance] : [], pull);
    }
    const skipped = asked.filter((isAsked) => !isAsked).length;
    this.#bound?.settle(skipped, missed, pull);
    this.#over.add(
      asked.length - skipped,
      skipped,
      this.#whole.audited - before,
      this.#bound?.atMost ?? 0,
    );
  }

  /** Decides anew what may be left out, by all that was heard. */
  #look(): void {
    this.#evidence.refit();
    if (this.#heard < firstTickets) return;
    if (this.#tickets === undefined)
      while (this.#heard > unknown.nearly * this.#horizon) this.#lengthen(2 * this.#horizon);
    const left = Math.max(1, this.#horizon - this.#heard);
    // Two standard errors below what was counted.
    const sure = Math.max(0, this.#heardYes - 2 * Math.sqrt(this.#heardYes));
    const allowed = allowedOf(this.#heardYes + (left / this.#heard) * sure, this.#options.maxMiss);
    const lately = this.#evidence
      .lately(looksBack)
      .map((reading) => this.#evidence.probabilities(reading));
    const outlook = { allowed, left, lately };
    this.#spending ??= this.#begin(allowed);
    this.#spending?.look(outlook, this.#flight());
  }

  #begin(allowed: number): Spending | undefined {
    const spending = Spending.begin(allowed, this.#heardYes / this.#heardAnswers);
    if (spending === undefined) return undefined;
    this.#bound = new LossBound(spending.pull);
    this.#bounds = this.#subjects.map(() => new LossBound(spending.pull));
    return spending;
  }

  /** What is allowed grows with the run, so the bound may take more before any find, and audits may be rarer. */
  #lengthen(tickets: number): void {
    const pull = ((this.#spending?.pull ?? 0) * this.#horizon) / tickets;
    this.#horizon = tickets;
    this.#spending?.relax(pull);
    for (const bound of [this.#bound, ...this.#bounds]) bound?.relax(pull);
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

/** So many may be lost where so many were found. */
function allowedOf(yes: number, maxMiss: number): number {
  return (yes * maxMiss) / (1 - maxMiss);
}

function asked({ questions, asked, audited, yes }: Tally): Asked {
  return { questions, asked, unasked: questions - asked, audited, yes };
}
