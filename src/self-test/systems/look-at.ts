import { CauseFinder } from '../../cases/causes/cause-finder.ts';
import { LabelDoubts } from '../../cases/doubts/label-doubts.ts';
import type { GoldOf } from '../../cases/read-cases.ts';
import { diagnoseRun } from '../../diagnosis/diagnose-run.ts';
import type { Finding } from '../../diagnosis/finding.ts';
import type { JudgedRun } from '../judge-batch.ts';
import type { Spoiled } from './spoil-answers.ts';

/** Counts over runs of what was there and what was seen. */
export interface Seen {
  /** Causes that were put in; of them those that come first for their agent; and those named that are not there. */
  causes: number;
  named: number;
  others: number;
  /** Wrong answers, and those of which a finding names the agent and what went wrong. */
  wrongAnswers: number;
  traced: number;
  /** Findings that are said to be proved, and are not so. */
  wronglyProved: number;
  /** Tickets with a wrong label, those whose label is doubted, and those of them that are rightly so. */
  wrongLabels: number;
  doubted: number;
  rightlyDoubted: number;
}

/** What is true of a run. */
interface Given {
  expected: { cause: string; agent: string }[];
  wrong: ReturnType<Spoiled['wrong']['get']>[];
  noted: ReadonlySet<string>;
}

/** Diagnoses a run as the command does, and compares. */
export async function lookAt(
  { settings, read }: JudgedRun,
  goldOf: GoldOf,
  { expected, wrong, noted }: Given,
): Promise<Seen> {
  const finder = new CauseFinder(settings);
  const doubts = new LabelDoubts();
  const { findings } = await diagnoseRun(
    finder.watch(read(goldOf), (known) => doubts.count(known)),
  );
  const { causes } = finder.found();
  const isNamed = ({ cause, agent }: Given['expected'][number]) =>
    causes.find((one) => one.agent === agent)?.cause === cause;
  const told = new Set(findings.map(({ ticket, agent, mode }) => `${ticket} ${agent} ${mode}`));
  const doubted = doubts.doubtful();
  const swapped = expected.flatMap(({ cause, agent }) => (cause === 'id_swap' ? agent : []));
  return {
    causes: expected.length,
    named: expected.filter(isNamed).length,
    others: causes.filter(({ agent }) => !expected.some((one) => one.agent === agent)).length,
    wrongAnswers: wrong.length,
    traced: wrong.filter((one) => one && told.has(`${one.ticket} ${one.agent} ${one.mode}`)).length,
    wronglyProved: findings.filter((finding) => isProved(finding) && !isBorrowed(finding, swapped))
      .length,
    wrongLabels: noted.size,
    doubted: doubted.length,
    rightlyDoubted: doubted.filter(({ ticket }) => noted.has(ticket)).length,
  };
}

function isProved({ certainty }: Finding): boolean {
  return certainty === 'proved_by_trace';
}

/** An answer that belongs to another ticket has its quote, too. */
function isBorrowed({ agent, mode }: Finding, swapped: readonly string[]): boolean {
  return swapped.includes(agent) && /^quote_/.test(mode);
}
