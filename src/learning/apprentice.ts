import { AskingChance } from './asking-chance.ts';
import { DriftWatch } from './drift-watch.ts';
import type { Subject } from './example.ts';
import { doubt, LossBound, lowestChance, missWeight } from './loss-bound.ts';
import { type Answers, OnlineScorer, type Reading } from './online-scorer.ts';
import { ProgressiveEvidence } from './progressive-evidence.ts';

export interface ApprenticeOptions {
  /** Tickets that the run will have; everything is asked as long as that is not known. */
  tickets?: number;
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
  /** Questions with this probability or a higher one are asked for certain; null while all are. */
  threshold: number | null;
}

/** A theme whose verdicts stopped agreeing with what was expected, noticed after so many settled tickets. */
interface Change {
  ticket: number;
  theme: string;
}

export interface ApprenticeReport {
  /** Verdicts with a yes. */
  yes: number;
  /** With 95 % certainty no more yes were lost. */
  lostAtMost: number;
  /** At most `maxMiss` of all yes were lost, with that certainty. */
  isKept: boolean;
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
/** Found misses against expected ones: before any, twice as many are feared; each side starts with so many. */
const fear = { times: 2, start: 8, least: 0.5 };
/** Of what the tickets to come would use up if nothing more were learned. */
const stillToSpend = 0.6;
/** Logarithms; a lower price would leave out questions whose answer is quite possibly yes. */
const prices = { from: 1.6, to: 18 };
/** Of the allowed loss, what the bound takes when no miss is found, and what may be planned for in all. */
const share = { bare: 0.3, planned: 1 };

/**
 * Learns from the verdicts of judges which questions need not be asked, while it keeps a promise: of all yes of the run
 * at most `maxMiss` are lost, 95 % sure. Every question is asked with a chance of its own that follows from what is
 * settled so far, and the chance is 1 wherever the promise would be at risk. Tickets are settled in the order in which
 * they were planned, whenever their verdicts come.
 */
export class Apprentice {
  readonly #subjects: readonly Subject[];
  readonly #options: ApprenticeOptions;
  readonly #scorer: OnlineScorer;
  readonly #evidence: ProgressiveEvidence;
  readonly #watches: DriftWatch[];
  readonly #open = new Map<Plan, Answers | undefined>();
  readonly #changes: Change[] = [];
  #tickets: number | undefined;
  #settled = 0;
  #expected = 0;
  #yes = 0;
  #bound: LossBound | undefined;
  #asking: AskingChance | undefined;
  /** Questions that one lost yes is worth; everything is asked while there is none. */
  #price: number | undefined;

  constructor(subjects: readonly Subject[], options: ApprenticeOptions) {
    this.#subjects = subjects;
    this.#options = options;
    this.#tickets = options.tickets;
    this.#scorer = new OnlineScorer(subjects, options.random);
    this.#evidence = new ProgressiveEvidence(subjects.length);
    this.#watches = subjects.map(() => new DriftWatch());
  }

  /** @param draw a number from 0 up to 1 for a theme's question, drawn independently of all else */
  plan(text: string, draw: (id: string) => number): Plan {
    const reading = this.#scorer.read(text);
    const probabilities = this.#evidence.probabilities(reading.scores);
    const chances = this.#subjects.map((_, theme) => {
      const isNew = this.#evidence.countOf(theme) < afterChange && this.#settled >= afterChange;
      if (this.#price === undefined || this.#asking === undefined || isNew) return 1;
      return this.#asking.chanceOf((probabilities[theme] ?? 1) * this.#surprise, this.#price);
    });
    const asked = this.#subjects.map(({ id }, theme) => draw(id) < (chances[theme] ?? 1));
    return this.#keep({ reading, probabilities, chances, asked, threshold: this.#threshold() });
  }

  /** Takes up a plan of an earlier process, to be settled in its turn. */
  recall(text: string, known: Pick<Plan, 'chances' | 'asked' | 'threshold'>): Plan {
    const reading = this.#scorer.read(text);
    const { chances, asked, threshold } = known;
    const probabilities = this.#evidence.probabilities(reading.scores);
    return this.#keep({ reading, probabilities, chances, asked, threshold });
  }

  #keep(plan: Plan): Plan {
    this.#open.set(plan, undefined);
    return plan;
  }

  #threshold(): number | null {
    if (this.#price === undefined || this.#asking === undefined) return null;
    return Math.min(1, this.#asking.certainFrom(this.#price) / this.#surprise);
  }

  /** Says how many tickets the run will have. */
  expect(tickets: number): void {
    this.#tickets = tickets;
  }

  /** Takes the answers to a plan's questions. */
  teach(plan: Plan, answers: Answers): void {
    this.#open.set(plan, answers);
    for (const [first, known] of this.#open) {
      if (known === undefined) return;
      this.#open.delete(first);
      this.#settle(first, known);
    }
  }

  /** How the run stands. Verdicts that are still to come are not in it. */
  report(): ApprenticeReport {
    const lostAtMost = this.#bound?.atMost ?? 0;
    const { maxMiss } = this.#options;
    const isKept = lostAtMost <= maxMiss * (this.#yes + lostAtMost);
    return { yes: this.#yes, lostAtMost, isKept, changes: this.#changes };
  }

  #settle({ reading, probabilities, chances, asked }: Plan, answers: Answers): void {
    this.#settled += 1;
    const missed: number[] = [];
    for (const [theme, answer] of answers.entries()) {
      if (answer === undefined) continue;
      const chance = chances[theme] ?? 1;
      this.#yes += answer ? 1 : 0;
      if (answer && chance < 1) missed.push(chance);
      const isReady = this.#settled > usualFrom && this.#evidence.countOf(theme) > afterChange;
      if (!isReady) continue;
      if (!this.#watches[theme]?.hasChanged(probabilities[theme] ?? 1, answer, 1 / chance))
        continue;
      this.#scorer.restart(theme);
      this.#evidence.restart(theme);
      this.#changes.push({ ticket: this.#settled, theme: this.#subjects[theme]?.id ?? '' });
    }
    this.#expect(probabilities, chances);
    this.#bound?.settle(asked.filter((isAsked) => !isAsked).length, missed);
    this.#evidence.add(reading.scores, answers, chances);
    this.#scorer.learn(reading.vector, answers);
    if (this.#settled % lookEvery === 0) this.#look();
  }

  /** How many times what was expected was lost. */
  get #surprise(): number {
    const found = (this.#bound?.found ?? 0) + fear.times * fear.start;
    return Math.max(fear.least, found / (this.#expected + fear.start));
  }

  #expect(probabilities: Float64Array, chances: readonly number[]): void {
    const pull = this.#bound?.pull;
    if (pull === undefined) return;
    for (const [theme, chance] of chances.entries())
      if (chance < 1)
        this.#expected += ((probabilities[theme] ?? 0) * chance * missWeight(chance, pull)) / pull;
  }

  /** Tickets that are still to come. */
  get #left(): number {
    return Math.max(0, (this.#tickets ?? 0) - this.#settled);
  }

  /** So many yes may be lost in the whole run. */
  #allowed(): number {
    const { maxMiss } = this.#options;
    const left = this.#left;
    const coming = (left * lowCount(this.#yes)) / Math.max(1, this.#settled);
    return ((this.#yes + coming) * maxMiss) / (1 - maxMiss);
  }

  /** Finds the price at which what is left of the allowed loss lasts to the end of the run. */
  #look(): void {
    this.#evidence.refit();
    if (this.#settled < firstTickets || this.#tickets === undefined) return;
    const allowed = this.#allowed();
    if (this.#bound === undefined) {
      const pull = Math.log(1 / doubt) / (share.bare * allowed);
      if (lowestChance(pull) > 0.9) return;
      this.#bound = new LossBound(pull);
      this.#asking = new AskingChance(pull);
    }
    const asking = this.#asking as AskingChance;
    const flight = [...this.#open.keys()].reduce((sum, { probabilities, asked }) => {
      return sum + probabilities.reduce((all, own, theme) => all + (asked[theme] ? 0 : own), 0);
    }, 0);
    const room = allowed * share.planned - this.#bound.spent - flight;
    const lately = this.#evidence
      .lately(looksBack)
      .map((scores) => this.#evidence.probabilities(scores));
    const left = (stillToSpend * Math.max(1, this.#left)) / lately.length;
    const surprise = this.#surprise;
    const spending = (price: number) =>
      left *
      lately.reduce(
        (sum, own) =>
          sum + own.reduce((all, one) => all + asking.spendingOf(one * surprise, price), 0),
        0,
      );
    let [low, high] = [prices.from, prices.to];
    for (let step = 0; step < 20; step++) {
      const middle = (low + high) / 2;
      if (spending(Math.exp(middle)) > room) low = middle;
      else high = middle;
    }
    this.#price = room > 0 && high < prices.to ? Math.exp(high) : undefined;
  }
}

/** Two standard errors below what was counted. */
function lowCount(count: number): number {
  return Math.max(0, count - 2 * Math.sqrt(count));
}
