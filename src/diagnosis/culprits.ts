import { FailureCause } from '../domain/decision/outcome.ts';
import { themeOfJudge } from '../domain/theme.ts';
import type { Case } from './case.ts';
import type { Finding } from './finding.ts';

/** A ticket in a docket that brought it no answer. */
interface Member {
  row: number;
  /** The last docket that brought it none. */
  last: string;
  faults: number;
}

/**
 * Tells the tickets for which dockets failed from those that travelled with them. A docket that fails is asked again
 * in smaller ones: where a ticket's last failed docket holds another one that failed again after it, that other one
 * was the cause.
 */
export class Culprits {
  readonly #members = new Map<string, Member[]>();

  count({ ticket: { row }, faults }: Case): void {
    for (const agent of new Set(faults.map((fault) => fault.agent))) {
      const own = faults.filter((fault) => fault.agent === agent);
      const member = { row, last: own.at(-1)?.id ?? '', faults: own.length };
      for (const { id } of own) this.#members.set(id, [...(this.#members.get(id) ?? []), member]);
    }
  }

  /** The findings without those about mates, which are counted with who was the cause. */
  accuse(findings: readonly Finding[]): Finding[] {
    const mates = new Map<string, number>();
    const kept = findings.filter(({ row, agent, mode, absorbed, dockets: [docket] }) => {
      if (!absorbed || docket === undefined || !isFault(mode)) return true;
      const culprit = this.#culpritOf(row, docket);
      if (culprit === undefined) return true;
      const key = keyOf(culprit, agent);
      mates.set(key, (mates.get(key) ?? 0) + 1);
      return false;
    });
    return kept.map((finding) => {
      const { row, agent, mode } = finding;
      const own =
        isFault(mode) || themeOfJudge(agent) !== undefined
          ? mates.get(keyOf(row, agent))
          : undefined;
      return own === undefined ? finding : { ...finding, mates: own };
    });
  }

  #culpritOf(row: number, docket: string): number | undefined {
    const later = (this.#members.get(docket) ?? []).filter(
      (member) => member.row !== row && member.last !== docket,
    );
    const [worst] = later.sort((one, other) => other.faults - one.faults);
    return worst && (this.#culpritOf(worst.row, worst.last) ?? worst.row);
  }
}

function isFault(mode: Finding['mode']): boolean {
  return mode === 'lost_handoff' || FailureCause.safeParse(mode).success;
}

function keyOf(row: number, agent: string): string {
  return `${row} ${agent}`;
}
