import type { Case } from '../../diagnosis/case.ts';
import type { LikelyWrong } from '../../diagnosis/finding.ts';
import { groupBy } from '../../domain/group-by.ts';
import { WordModel } from './word-model.ts';

/** A label that is likely wrong. */
export interface DoubtfulLabel {
  ticket: string;
  row: number;
  label: readonly string[];
  /** As the tribunal has it, where that is likelier. */
  suggested: string[];
  /** That the label is wrong, 0 to 1. */
  probability: number;
  why: string;
}

/** An answer that a label contradicts. */
interface Contradiction {
  row: number;
  theme: string;
  /** Whether the answer is that the theme applies. */
  said: boolean;
  /** How many times likelier what is known of the answer is where the label is wrong. */
  evidence: number;
  why: string[];
}

interface Weighed {
  /** That the label is wrong. */
  probability: number;
  why: string[];
  said: boolean;
  /** A text of nearly the same words is labelled as the judge has it: then nothing proves the judge wrong. */
  isBacked: boolean;
}

/** From these probabilities on the label, or the answer, is called the likely mistake. */
const bounds = { label: 0.6, agent: 0.3 };
/**
 * How many contradictions labels are taken to cause before anything is known: for each answer of one judge, and for
 * each ticket of all judges. What is beyond that is the judges'.
 */
const usualNoise = { answer: 0.05, ticket: 0.1, most: 0.65 };
/** How many contradictions that assumption is worth. */
const firmness = 10;
const rounds = 20;
/** In a run of that many or fewer how often a judge contradicts labels says little. */
const fewTickets = 20;

/**
 * Weighs answers against the labels that contradict them. Odds start from how often the judge contradicts labels, and
 * are multiplied by what the answer itself, its votes, near twins and the words of all other labelled tickets say; how
 * many of a judge's contradictions are the label's fault is then found by expectation and maximisation, as A. P. Dawid
 * and A. M. Skene (1979) do it with the label as one more judge.
 */
export class LabelDoubts {
  /** Of all tickets, those without a label too. */
  readonly words = new WordModel();
  readonly #open: Contradiction[] = [];
  readonly #asked = new Map<string, number>();
  readonly #tickets = new Map<number, { id: string; gold: readonly string[] }>();
  #weighed: Map<string, Weighed> | undefined;

  count(known: Case): void {
    const { ticket, gold, decision, reading } = known;
    if (ticket.defect !== undefined) return;
    this.words.learn(ticket.row, ticket.text, gold);
    if (gold === undefined) return;
    const found = decision.outcomes.flatMap((outcome): Contradiction[] => {
      const { theme, kind } = outcome;
      const isLabelled = gold.includes(theme);
      const isMissed = kind === 'not_routed' && reading !== undefined && isLabelled;
      const key = kind === 'not_routed' ? `triage ${theme}` : theme;
      if (kind !== 'failed') this.#asked.set(key, (this.#asked.get(key) ?? 0) + 1);
      if (isMissed)
        return [{ row: ticket.row, theme, said: false, evidence: 1, why: ['triage left it out'] }];
      if (kind !== 'verdict' || (outcome.verdict === 'yes') === isLabelled) return [];
      return [{ row: ticket.row, theme, said: !isLabelled, ...evidenceOf(known, outcome) }];
    });
    if (found.length > 0) this.#tickets.set(ticket.row, { id: ticket.id, gold });
    this.#open.push(...found);
  }

  likelyWrong(row: number, themes: readonly string[]): LikelyWrong {
    const own = themes.flatMap((theme) => this.#weigh().get(`${row} ${theme}`) ?? []);
    const most = Math.max(...own.map(({ probability }) => probability));
    if (own.length === 0) return 'unknown';
    if (most >= bounds.label) return 'label';
    return most <= bounds.agent && !own.some(({ isBacked }) => isBacked) ? 'agent' : 'unknown';
  }

  /** The likeliest first. */
  doubtful(): DoubtfulLabel[] {
    const weighed = this.#weigh();
    const byRow = groupBy(this.#open, ({ row }) => row);
    return [...this.#tickets]
      .flatMap(([row, { id, gold }]): DoubtfulLabel[] => {
        const own = (byRow.get(row) ?? []).flatMap(({ theme }) => {
          const found = weighed.get(`${row} ${theme}`);
          return found && found.probability >= bounds.label ? [{ theme, ...found }] : [];
        });
        if (own.length === 0) return [];
        const dropped = own.filter(({ said }) => !said).map(({ theme }) => theme);
        const added = own.filter(({ said }) => said).map(({ theme }) => theme);
        return [
          {
            ticket: id,
            row,
            label: gold,
            suggested: [...gold.filter((theme) => !dropped.includes(theme)), ...added],
            probability: Math.max(...own.map(({ probability }) => probability)),
            why: own.map(({ theme, why }) => `${theme}: ${why.join(', ')}`).join('; '),
          },
        ];
      })
      .sort((one, other) => other.probability - one.probability);
  }

  #weigh() {
    this.#weighed ??= this.#weighAll();
    return this.#weighed;
  }

  #weighAll() {
    const weighed = new Map<string, Weighed>();
    const twins = this.words.twins();
    const byAgent = groupBy(this.#open, ({ why, theme }) =>
      why.includes('triage left it out') ? `triage ${theme}` : theme,
    );
    const byWords = new Map<string, (row: number) => number>();
    for (const [key, own] of byAgent) {
      const theme = own[0]?.theme ?? '';
      const words = byWords.get(theme) ?? this.words.evidence(theme);
      byWords.set(theme, words);
      // What holds for all answers of a judge tells none of them from the others.
      const common = meanOf(own.map(({ evidence }) => evidence));
      const told = own.map((one) => {
        const odds = words(one.row);
        const side = one.said ? odds : 1 / odds;
        const { near, isBacked } = this.#ofTwins(one, twins.of(one.row));
        const why = [
          ...one.why,
          ...(side > 2 ? ['tickets of such words are labelled that way'] : []),
          ...(near > 1 ? ['a ticket of nearly the same words is labelled that way'] : []),
        ];
        return { ...one, why, isBacked, evidence: (one.evidence / common) * side * near };
      });
      const rate = (own.length + 1) / ((this.#asked.get(key) ?? 0) + fewTickets);
      const first = Math.min(
        ...[usualNoise.most, usualNoise.answer / rate],
        (usualNoise.ticket * (this.words.size + fewTickets)) / (this.#open.length + 1),
      );
      let share = first;
      const chanceOf = ({ evidence }: Contradiction) =>
        (share * evidence) / (share * evidence + 1 - share);
      for (let round = 0; round < rounds; round++) {
        const sum = told.reduce((total, one) => total + chanceOf(one), 0);
        share = (sum + firmness * first) / (told.length + firmness);
      }
      for (const one of told)
        weighed.set(`${one.row} ${theme}`, {
          probability: chanceOf(one),
          why: one.why,
          said: one.said,
          isBacked: one.isBacked,
        });
    }
    return weighed;
  }

  #ofTwins({ theme, said }: Contradiction, rows: readonly number[]) {
    const labels = rows.flatMap((row) => this.words.isLabelled(row, theme) ?? []);
    const agreeing = labels.filter((label) => label === said).length;
    const isBacked = agreeing > 0;
    if (2 * agreeing === labels.length) return { near: 1, isBacked };
    return { near: 2 * agreeing > labels.length ? 4 : 1 / 4, isBacked };
  }
}

function meanOf(factors: readonly number[]): number {
  return Math.exp(factors.reduce((sum, factor) => sum + Math.log(factor), 0) / factors.length);
}

/** What the answer itself says for it. */
function evidenceOf(
  { decision }: Case,
  outcome: Extract<Case['decision']['outcomes'][number], { kind: 'verdict' }>,
): Pick<Contradiction, 'evidence' | 'why'> {
  const { theme, verdict, confidence, quote, votes } = outcome;
  const isDisproved = decision.conflicts.some(
    ({ kind, themes }) => kind === 'quote_not_in_ticket' && themes.includes(theme),
  );
  const isSure = confidence >= 0.9;
  const reasons: [isSo: boolean, times: number, why: string][] = [
    [isSure, 1.5, `a sure ${verdict}`],
    [confidence < 0.6, 0.5, `an unsure ${verdict}`],
    [verdict === 'yes' && isDisproved, 0.3, 'its quote is not in the ticket'],
    [verdict === 'yes' && !isDisproved && Boolean(quote), 1.5, 'its quote stands in the ticket'],
    [votes !== undefined && Math.min(votes.yes, votes.no) === 0, 2, 'all votes agree'],
    [votes !== undefined && Math.min(votes.yes, votes.no) > 0, 0.4, 'its votes differ'],
  ];
  const told = reasons.filter(([isSo]) => isSo);
  const why = told.length > 0 ? told.map(([, , reason]) => reason) : [`a ${verdict}`];
  return { evidence: told.reduce((product, [, times]) => product * times, 1), why };
}
