import { LossBound } from './loss-bound.ts';
import type { Answers } from './panel-learner.ts';
import { type Stretch, Stretches, Tally } from './tally.ts';

interface Asked {
  questions: number;
  asked: number;
  unasked: number;
  /** Asked though the chance was below 1. */
  audited: number;
  /** Verdicts with a yes. */
  yes: number;
}

interface ThemeReport extends Asked {
  id: string;
  /**
   * With 95 % certainty, for this theme by itself, no more of its yes were lost; nothing where its sample is too small
   * to say.
   */
  lostAtMost: number | undefined;
  isKept: boolean | undefined;
}

export interface RunReport extends Asked {
  /** With 95 % certainty no more yes were lost. */
  lostAtMost: number;
  /** How many were lost as far as the misses found tell: right on the average, and not certain. */
  lostEstimate: number;
  /** At most the promised share of all yes was lost, with that certainty. */
  isKept: boolean;
  themes: readonly ThemeReport[];
  /** The run in at most 20 stretches. */
  over: readonly Stretch[];
}

/** What was drawn for a ticket's questions. */
export interface Draws {
  /** With which each question was to be asked. */
  chances: readonly number[];
  asked: readonly boolean[];
  /** Of the bound on what is lost, when the ticket was planned; 0 where there was none. */
  pull: number;
  /** Questions with this probability or a higher one were asked for certain; null while all were. */
  threshold: number | null;
}

/** Of what a theme may lose, the bound may take this share before any find; else its sample is too small to say. */
const sayable = 0.5;

/** How a run stands: what was asked, and what was lost at most, in the order in which its tickets were planned. */
export class Standing {
  readonly #ids: readonly string[];
  readonly #maxMiss: number;
  readonly #whole = new Tally();
  readonly #byTheme: Tally[];
  readonly #over = new Stretches();
  /** Of the themes, as of the whole; there are none while everything is asked. */
  #bounds: LossBound[] = [];
  #bound: LossBound | undefined;

  constructor(ids: readonly string[], maxMiss: number) {
    this.#ids = ids;
    this.#maxMiss = maxMiss;
    this.#byTheme = ids.map(() => new Tally());
  }

  /** From now on questions may be left out. */
  begin(pull: number): void {
    this.#bound = new LossBound(pull);
    this.#bounds = this.#ids.map(() => new LossBound(pull));
  }

  relax(pull: number): void {
    for (const bound of [this.#bound, ...this.#bounds]) bound?.relax(pull);
  }

  settle({ chances, asked, pull }: Omit<Draws, 'threshold'>, answers: Answers): void {
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
    const unasked = asked.filter((isAsked) => !isAsked).length;
    this.#bound?.settle(unasked, missed, pull);
    const audited = this.#whole.audited - before;
    this.#over.add(asked.length - unasked, unasked, audited, this.#bound?.atMost ?? 0);
  }

  /** A theme whose sample is large enough to say that its promise may be broken. */
  isInDoubt(theme: number): boolean {
    const lostAtMost = this.#lostOf(theme);
    if (lostAtMost === undefined) return false;
    return !this.#isKept(lostAtMost, this.#byTheme[theme]?.yes ?? 0);
  }

  report(): RunReport {
    const lostAtMost = this.#bound?.atMost ?? 0;
    return {
      ...askedOf(this.#whole),
      lostAtMost,
      lostEstimate: this.#whole.lostEstimate,
      isKept: this.#isKept(lostAtMost, this.#whole.yes),
      themes: this.#ids.map((id, theme) => {
        const own = this.#byTheme[theme] as Tally;
        const lostAtMost = this.#lostOf(theme);
        const isKept = lostAtMost === undefined ? undefined : this.#isKept(lostAtMost, own.yes);
        return { id, ...askedOf(own), lostAtMost, isKept };
      }),
      over: this.#over.all.map((own) => ({ ...own })),
    };
  }

  /** How many yes a theme has lost at most, if its sample is large enough to say. */
  #lostOf(theme: number): number | undefined {
    const bound = this.#bounds[theme];
    const allowed = allowedOf(this.#byTheme[theme]?.yes ?? 0, this.#maxMiss);
    if (bound === undefined) return 0;
    return bound.atMost <= allowed || bound.bare <= sayable * allowed ? bound.atMost : undefined;
  }

  #isKept(lostAtMost: number, yes: number): boolean {
    return lostAtMost <= this.#maxMiss * (yes + lostAtMost);
  }
}

/** So many may be lost where so many were found. */
export function allowedOf(yes: number, maxMiss: number): number {
  return (yes * maxMiss) / (1 - maxMiss);
}

function askedOf({ questions, asked, audited, yes }: Tally): Asked {
  return { questions, asked, unasked: questions - asked, audited, yes };
}
