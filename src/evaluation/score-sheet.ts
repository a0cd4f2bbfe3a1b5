import type { Decision } from '../domain/decision/decision.ts';
import type { Claim } from './calibration.ts';
import { isComplete, isExact, type Mark, markOf } from './mark.ts';

/** Everything that is scored of a run, taken down ticket by ticket. */
export class ScoreSheet {
  readonly #themes: readonly string[];
  /** Of all decided tickets with labels, and of those alone that need no review. */
  readonly marks: Mark[] = [];
  readonly sureMarks: Mark[] = [];
  /** Labelled tickets, by how they stand. */
  readonly tickets = { labelled: 0, decided: 0, review: 0, failed: 0, undecided: 0 };
  /** Tickets with a theme that has no answer, and what kept their judges from one. */
  readonly failures = { tickets: 0, causes: {} as Record<string, number> };
  /** Each verdict against its label, and each decision against all labels of its ticket. */
  readonly claims: Record<'verdicts' | 'decisions', Claim[]> = { verdicts: [], decisions: [] };

  constructor(themes: readonly string[]) {
    this.#themes = themes;
  }

  /** Takes down a ticket that has labels; nothing comes of one that was not decided yet. */
  add(decision: Decision | undefined, gold: readonly string[]): Mark | undefined {
    this.tickets.labelled += 1;
    this.tickets[decision?.status ?? 'undecided'] += 1;
    if (decision === undefined) return undefined;
    const mark = markOf(this.#themes, decision, gold);
    this.marks.push(mark);
    if (decision.status === 'decided') this.sureMarks.push(mark);
    if (!isComplete(mark)) this.#addFailures(decision, mark);
    else if (decision.confidence !== null)
      this.claims.decisions.push({ confidence: decision.confidence, isRight: isExact(mark) });
    for (const outcome of decision.outcomes)
      if (outcome.kind === 'verdict')
        this.claims.verdicts.push({
          confidence: outcome.confidence,
          isRight: (outcome.verdict === 'yes') === gold.includes(outcome.theme),
        });
    return mark;
  }

  #addFailures(decision: Decision, mark: Mark): void {
    const { causes } = this.failures;
    this.failures.tickets += 1;
    for (const theme of mark.failed) {
      const outcome = decision.outcomes.find((one) => one.theme === theme);
      const cause = outcome?.kind === 'failed' ? outcome.cause : 'not_judged';
      causes[cause] = (causes[cause] ?? 0) + 1;
    }
  }
}
