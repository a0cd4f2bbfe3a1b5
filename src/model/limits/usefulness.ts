import type { FailureCause } from '../../domain/decision/outcome.ts';

/** Calls in a row that may bring too little. Whoever brought answers before may be useless for as many more. */
const patience = 16;
/** Dockets that may be out at once to those who are not known to answer usably, until one came to nothing. */
export const mostUnproven = 4;

/** Faults of the server or of the way to it. They say nothing about what the model can do. */
const excused: ReadonlySet<FailureCause> = new Set([
  ...(['timeout', 'rate_limit', 'server_busy', 'server_error', 'connection'] as const),
  ...([
    'context_overflow',
    'unauthorized',
    'quota_exhausted',
    'unknown_model',
    'not_found',
    'server_down',
  ] as const),
  ...(['interrupted', 'budget_spent'] as const),
]);

export function isExcused(cause: string): boolean {
  return (excused as ReadonlySet<string>).has(cause);
}

/** A docket that is about to be asked. */
export interface Asking {
  agent: string;
  /** Without triage, and without any judge, there is no run. */
  stage: 'triage' | 'judges' | 'aggregator';
  /** Its tickets, and those of them that were asked about in vain before. */
  size: number;
  again: number;
}

/** What came of it. */
export interface Outcome {
  /** Calls that were answered, usably or not. */
  calls: number;
  /** What the answers are worth, in planned calls: 1 for a docket that answers all it was first asked. */
  worth: number;
  cause: FailureCause | undefined;
  /** The model's own words. */
  said: string;
}

/** What is known of calls that brought nothing. */
export interface Uselessness {
  /** Whose answers can't be used. */
  who: string;
  calls: number;
  /** The commonest first. */
  causes: Partial<Record<FailureCause, number>>;
  /** One of the answers; empty where there was none. */
  example: string;
  /** Answers about one ticket could be used, and none about several. */
  isUsableAlone: boolean;
}

/** What all processes have brought that are at work on a run, by agent and cause. */
export type Others = () => Promise<
  { agent: string; cause: string | null; calls: number; worth: number }[]
>;

/** How an agent, or all agents of a stage, have answered. */
export class Standing {
  readonly who: string;
  readonly #mostUnproven: number;
  /** Planned calls that it has brought the answers of. */
  #brought = 0;
  /** It has answered about several tickets at once. */
  answersTogether = false;
  out = 0;
  /** Calls since they last brought the answers of one planned call, and what these brought. */
  #calls = 0;
  #worth = 0;
  #causes = new Map<FailureCause, number>();
  #example = '';
  #answersAlone = false;

  constructor(who: string, mostUnproven: number) {
    this.who = who;
    this.#mostUnproven = mostUnproven;
  }

  get isProven(): boolean {
    return this.#brought > 0;
  }

  get mayAsk(): boolean {
    if (this.isProven) return true;
    const most = this.#mostUnproven;
    return this.out < (this.#worth * most >= this.#calls ? most : 1);
  }

  /** Calls since it last brought something came to nothing. */
  get isInDoubt(): boolean {
    return !this.isProven && this.#calls > 0;
  }

  get isHopeless(): boolean {
    return this.#calls >= patience + this.#brought;
  }

  learn({ calls, worth, cause, said }: Outcome, { size, again }: Asking): void {
    // What was answered in vain once is no further proof against who answers others.
    if (this.isProven && worth === 0 && again === size) return;
    this.#calls += calls;
    this.#worth += worth;
    if (worth > 0 && size === 1) this.#answersAlone = true;
    if (worth > 0 && size > 1) this.answersTogether = true;
    if (cause !== undefined) {
      this.#causes.set(cause, (this.#causes.get(cause) ?? 0) + calls);
      this.#example = said;
    }
    if (this.#worth < 0.999) return;
    this.#brought += this.#worth;
    this.#calls = 0;
    this.#worth = 0;
    this.#causes.clear();
  }

  /** Takes over what all processes have brought, where that is too little. */
  takeOver(brought: Awaited<ReturnType<Others>>): void {
    const answered = brought.filter(({ cause }) => cause === null || !isExcused(cause));
    const total = (of: 'calls' | 'worth') => answered.reduce((sum, one) => sum + one[of], 0);
    if (total('calls') < patience || total('worth') >= 0.999) return;
    this.#calls = total('calls');
    this.#causes.clear();
    for (const { cause, calls } of answered)
      if (cause !== null)
        this.#causes.set(
          cause as FailureCause,
          (this.#causes.get(cause as FailureCause) ?? 0) + calls,
        );
  }

  report(): Uselessness {
    return {
      who: this.who,
      calls: this.#calls,
      causes: Object.fromEntries([...this.#causes].sort(([, a], [, b]) => b - a)),
      example: this.#example,
      isUsableAlone: this.#answersAlone && !this.answersTogether,
    };
  }
}
