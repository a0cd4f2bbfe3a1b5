import type { Case } from './case.ts';

/** How an agent did over a run. Counts are of tickets. */
export interface ScoreCard {
  agent: string;
  /** Answers that it gave. */
  answers: number;
  /** Tickets that it was asked about, and gave no answer to. */
  failures: number;
  /** Of both those about tickets with a label. */
  labelled: number;
  /**
   * Against the labels, where there are any: for a judge its yes, for triage its routes, for the
   * aggregator the themes of which it decided otherwise than their judges said.
   */
  right: { truePositives: number; falsePositives: number; falseNegatives: number } | undefined;
}

/** Keeps the score of all agents, case by case. */
export class ScoreKeeper {
  readonly #cards = new Map<string, ScoreCard>();

  count(known: Case): void {
    const { decision, gold, reading, ruling, faults, aggregatorFailure } = known;
    for (const outcome of decision.outcomes) {
      if (outcome.kind === 'not_routed') continue;
      const card = this.#card(`judge:${outcome.theme}`, gold);
      if (outcome.kind === 'failed') card.failures += 1;
      else {
        card.answers += 1;
        compare(card, gold, outcome.verdict === 'yes' ? [outcome.theme] : [], [outcome.theme]);
      }
    }
    if (reading !== undefined) {
      const card = this.#card('triage', gold);
      card.answers += 1;
      compare(
        card,
        gold,
        reading.routes.map(({ theme }) => theme),
        decision.outcomes.map(({ theme }) => theme),
      );
    } else if (faults.some(({ agent }) => agent === 'triage'))
      this.#card('triage', gold).failures += 1;
    if (aggregatorFailure !== undefined) this.#card('aggregator', gold).failures += 1;
    if (ruling === undefined) return;
    const card = this.#card('aggregator', gold);
    card.answers += 1;
    const changed = decision.outcomes.flatMap((outcome) =>
      outcome.kind === 'verdict' &&
      (outcome.verdict === 'yes') !== ruling.themes.includes(outcome.theme)
        ? outcome.theme
        : [],
    );
    if (changed.length > 0) compare(card, gold, ruling.themes, changed);
  }

  /** Triage first, then the judges by name, then the aggregator. */
  cards(): ScoreCard[] {
    const place = ({ agent }: ScoreCard) => ['triage', '', 'aggregator'].indexOf(agent);
    return [...this.#cards.values()].sort(
      (one, other) =>
        (place(one) === -1 ? 1 : place(one)) - (place(other) === -1 ? 1 : place(other)) ||
        one.agent.localeCompare(other.agent),
    );
  }

  /** An agent's card, on which one more question is written. */
  #card(agent: string, gold: Case['gold']): ScoreCard {
    let card = this.#cards.get(agent);
    if (card === undefined) {
      card = { agent, answers: 0, failures: 0, labelled: 0, right: undefined };
      this.#cards.set(agent, card);
    }
    if (gold !== undefined) card.labelled += 1;
    return card;
  }
}

/** Counts what an agent said of the themes that it was asked about. */
function compare(
  card: ScoreCard,
  gold: readonly string[] | undefined,
  said: readonly string[],
  asked: readonly string[],
): void {
  if (gold === undefined) return;
  card.right ??= { truePositives: 0, falsePositives: 0, falseNegatives: 0 };
  for (const theme of asked) {
    if (said.includes(theme)) {
      if (gold.includes(theme)) card.right.truePositives += 1;
      else card.right.falsePositives += 1;
    } else if (gold.includes(theme)) card.right.falseNegatives += 1;
  }
}
