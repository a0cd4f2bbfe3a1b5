import type { Case } from './case.ts';
import { type Confusion, confusionsOf, isConfused, PairCounter } from './confusions.ts';
import { Culprits } from './culprits.ts';
import { type Diagnosis, diagnoseCase, onePerAnswer } from './diagnose-case.ts';
import type { Finding } from './finding.ts';
import { findRepair } from './repair.ts';
import { isRight } from './replay.ts';
import { type ScoreCard, ScoreKeeper } from './score-card.ts';

/** What a whole run's tickets have to say about its agents. */
export interface RunDiagnosis {
  tickets: number;
  /** Of them those that wait for a person, and those without a decision. */
  review: number;
  failed: number;
  /** Tickets with a label, and those among them that are decided otherwise. */
  labelled: number;
  wrong: number;
  findings: Finding[];
  /** The smallest sets of verdicts whose flip makes wrong decisions right, by row. */
  repairs: Map<number, Record<string, string>>;
  confusions: Confusion[];
  scores: ScoreCard[];
  /** Themes that triage left out and an audit asked about, and those of them with a yes. */
  audited: { asked: number; yes: number; unrouted: number; routedYes: number };
}

/** Diagnoses every case; what only shows over many tickets comes out at the end. */
export async function diagnoseRun(cases: AsyncIterable<Case>): Promise<RunDiagnosis> {
  const result: RunDiagnosis = {
    tickets: 0,
    review: 0,
    failed: 0,
    labelled: 0,
    wrong: 0,
    findings: [],
    repairs: new Map(),
    confusions: [],
    scores: [],
    audited: { asked: 0, yes: 0, unrouted: 0, routedYes: 0 },
  };
  const pairs = new PairCounter();
  const scores = new ScoreKeeper();
  const open: Diagnosis[] = [];
  const culprits = new Culprits();
  for await (const known of cases) {
    const diagnosis = diagnoseCase(known);
    result.tickets += 1;
    if (known.decision.status !== 'decided') result[known.decision.status] += 1;
    if (known.gold !== undefined) {
      result.labelled += 1;
      if (!isRight(known.decision.themes, known.gold)) {
        result.wrong += 1;
        const repair = findRepair(known, known.gold);
        if (repair !== undefined && repair.size > 0)
          result.repairs.set(known.ticket.row, Object.fromEntries(repair));
      }
    }
    pairs.count(known, diagnosis.swap);
    scores.count(known);
    countAudits(known, result.audited);
    culprits.count(known);
    if (diagnosis.findings.length > 0) open.push(diagnosis);
  }
  result.confusions = confusionsOf(pairs);
  result.scores = scores.cards();
  result.findings = culprits.accuse(
    open.flatMap((diagnosis) => withOthersInMind(diagnosis, result.confusions)),
  );
  return result;
}

/** What the other tickets of the run say about this one's findings. */
function withOthersInMind(diagnosis: Diagnosis, confusions: readonly Confusion[]): Finding[] {
  const { findings, swap, isGoldDoubtful } = diagnosis;
  const [first] = findings;
  if (first === undefined) return findings;
  const { ticket, row } = first;
  const about = { ticket, row, absorbed: false, also: [], mates: 0 };
  const confused = swap.wrongYes.flatMap((taken) =>
    swap.missed.flatMap((missed): Finding[] => {
      const confusion = isConfused(confusions, taken, missed);
      if (confusion === undefined) return [];
      return [
        {
          ...about,
          agent: `judge:${taken}`,
          mode: 'themes_confused',
          certainty: 'suspected',
          themes: [taken, missed],
          detail: `${taken} is said in the place of ${missed} in ${confusion.swapped} tickets`,
          dockets: findings.find(({ agent }) => agent === `judge:${taken}`)?.dockets ?? [],
        },
      ];
    }),
  );
  if (confused.length > 0) return onePerAnswer([...confused, ...findings]);
  if (!isGoldDoubtful) return findings;
  return onePerAnswer([
    {
      ...about,
      agent: 'gold',
      mode: 'gold_doubtful' as const,
      certainty: 'suspected' as const,
      themes: [...swap.missed],
      detail: `every judge speaks against ${swap.missed.join(', ')}, and for ${swap.wrongYes.join(', ')}`,
      dockets: findings.flatMap(({ dockets }) => dockets),
    },
    ...findings,
  ]);
}

function countAudits(known: Case, audited: RunDiagnosis['audited']): void {
  for (const outcome of known.audits) {
    if (outcome.kind !== 'verdict') continue;
    audited.asked += 1;
    if (outcome.verdict === 'yes') audited.yes += 1;
  }
  for (const outcome of known.decision.outcomes) {
    if (outcome.kind === 'not_routed') audited.unrouted += 1;
    else if (outcome.kind === 'verdict' && outcome.verdict === 'yes') audited.routedYes += 1;
  }
}
