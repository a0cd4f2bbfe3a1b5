import { z } from 'zod';
import { plural } from '../text/plural.ts';
import { standsInTicket } from '../text/quote.ts';
import type { Ticket } from '../ticket.ts';
import type { Decision } from './decision.ts';
import type { VerdictOutcome } from './outcome.ts';

/** Answers that are the same whatever the ticket says: a model that gives them reads nothing. */
export const SameAnswers = z.object({
  /** Theme ids of the judges that gave them; of several, their answers are the same together. */
  judges: z.array(z.string()),
  answers: z.number(),
  same: z.number(),
  verdict: z.enum(['yes', 'no']),
  /** Their words; empty where they differ in their words, or where these are not kept. */
  words: z.string(),
});
export type SameAnswers = z.infer<typeof SameAnswers>;

/** From so many different texts on, and so large a share, it is no chance that answers are the same. */
export const sameFloor = { texts: 30, share: 0.98 };
/** All no proves nothing of few themes, nor all yes: tickets may have been chosen for them. */
const tellingJudges = 3;
/** Wordings that are told apart: of more, no two judges of a constant model are. */
const mostWordings = 50;
const longestWords = 100;

interface Wording {
  verdict: 'yes' | 'no';
  words: string;
  count: number;
}

/** What one judge has answered. */
class Tally {
  answers = 0;
  yes = 0;
  /** Some quote that it gave stands in its ticket. */
  hasRead = false;
  wordings = new Map<string, Wording>();

  get top(): Wording | undefined {
    if (this.wordings.size > mostWordings || this.hasRead) return undefined;
    return [...this.wordings.values()].sort((one, other) => other.count - one.count)[0];
  }

  add({ verdict, confidence, quote, rationale }: VerdictOutcome, ticket: () => Ticket): void {
    this.answers += 1;
    if (verdict === 'yes') this.yes += 1;
    // Whoever can only say yes or no has no words.
    if (this.hasRead || quote === null || this.wordings.size > mostWordings) return;
    if (verdict === 'yes' && quote !== '' && standsInTicket(quote, ticket())) this.hasRead = true;
    const words = `${verdict}, confidence ${confidence}: ${rationale || quote}`;
    const key = JSON.stringify([verdict, confidence, quote, rationale]);
    const wording = this.wordings.get(key) ?? { verdict, words, count: 0 };
    this.wordings.set(key, { ...wording, count: wording.count + 1 });
  }
}

/** Looks at a run's verdicts for those of a model that answers without reading. */
export class AnswerWatch {
  readonly #tallies = new Map<string, Tally>();
  readonly #texts = new Set<string>();
  #tickets = 0;

  /** @param address of what judges read of the ticket */
  add({ outcomes }: Decision, address: string, ticket: () => Ticket): void {
    const verdicts = outcomes.filter((outcome) => outcome.kind === 'verdict');
    if (verdicts.length === 0) return;
    this.#tickets += 1;
    if (this.#texts.size < sameFloor.texts) this.#texts.add(address);
    for (const outcome of verdicts) {
      const tally = this.#tallies.get(outcome.theme) ?? new Tally();
      this.#tallies.set(outcome.theme, tally);
      tally.add(outcome, ticket);
    }
  }

  /** @param keepsWords whether what the model said may be shown */
  report(keepsWords = true): SameAnswers[] {
    if (this.#texts.size < sameFloor.texts) return [];
    const found = this.#alike() ?? this.#allYes() ?? this.#bySelf();
    return found.map((one) => ({
      ...one,
      words: keepsWords ? one.words.slice(0, longestWords) : '',
    }));
  }

  /** All judges say the same, in the same words. */
  #alike(): SameAnswers[] | undefined {
    const tallies = [...this.#tallies.values()];
    const tops = tallies.map(({ top }) => top);
    const [first] = tops;
    if (first === undefined || tops.some((top) => top?.words !== first.words)) return undefined;
    if (tallies.length < (first.verdict === 'yes' ? 2 : tellingJudges)) return undefined;
    return this.#found(sum(tops.map((top) => top?.count ?? 0)), first);
  }

  /** All judges say yes, and each was asked about nearly every ticket. */
  #allYes(): SameAnswers[] | undefined {
    const tallies = [...this.#tallies.values()];
    if (tallies.length < tellingJudges) return undefined;
    if (tallies.some(({ answers }) => answers < 0.9 * this.#tickets)) return undefined;
    return this.#found(sum(tallies.map(({ yes }) => yes)), { verdict: 'yes', words: '' });
  }

  #found(same: number, { verdict, words }: Omit<Wording, 'count'>): SameAnswers[] | undefined {
    const answers = sum([...this.#tallies.values()].map((tally) => tally.answers));
    if (same < sameFloor.share * answers) return undefined;
    return [{ judges: [...this.#tallies.keys()], answers, same, verdict, words }];
  }

  /** One judge alone says yes in the same words, and quotes nothing that is there. */
  #bySelf(): SameAnswers[] {
    return [...this.#tallies].flatMap(([theme, { answers, top }]) =>
      answers >= sameFloor.texts && top?.verdict === 'yes' && top.count >= sameFloor.share * answers
        ? [{ judges: [theme], answers, same: top.count, verdict: top.verdict, words: top.words }]
        : [],
    );
  }
}

/** What a run's summary has of them, wherever it comes from. */
export function sameAnswersIn(summary: string | null): SameAnswers[] {
  const { sameAnswers } = JSON.parse(summary ?? '{}') as { sameAnswers?: unknown };
  return SameAnswers.array().catch([]).parse(sameAnswers);
}

/** In one line. */
export function describeSame({ judges, answers, same, verdict, words }: SameAnswers): string {
  const [only] = judges;
  const whose = judges.length === 1 ? `judge "${only}"` : `all ${judges.length} judges`;
  const what = words === '' ? `are ${verdict}` : `are the same (${words})`;
  return `${same.toLocaleString('en-US')} of ${plural(answers, 'answer')} of ${whose} ${what}, whatever the ticket says: the model may not read the tickets. Look at some of its answers, or try another model`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
