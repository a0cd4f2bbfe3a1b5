import { CauseFinder } from '../src/cases/causes/cause-finder.ts';
import { adviceOnCause, describeCause } from '../src/cases/causes/cause-words.ts';
import type { Cause, TooFew } from '../src/cases/causes/find-causes.ts';
import { countVotes, type VoteReport } from '../src/cases/count-votes.ts';
import { type DoubtfulLabel, LabelDoubts } from '../src/cases/doubts/label-doubts.ts';
import { nearDuplicates } from '../src/cases/doubts/near-duplicates.ts';
import { type FailOn, isExceeded } from '../src/cases/fail-on.ts';
import { type Audit, auditOf } from '../src/cases/labels/audits.ts';
import { checkGold } from '../src/cases/labels/check-gold.ts';
import { type ShownProbe, showProbe, withProbes } from '../src/cases/probe/probe-findings.ts';
import { type GoldOf, readCases } from '../src/cases/read-cases.ts';
import type { Case } from '../src/diagnosis/case.ts';
import { diagnoseRun, type RunDiagnosis } from '../src/diagnosis/diagnose-run.ts';
import type { Finding } from '../src/diagnosis/finding.ts';
import { type Group, groupFindings } from '../src/diagnosis/groups.ts';
import type { ScoreCard } from '../src/diagnosis/score-card.ts';
import { type Share, wilson } from '../src/evaluation/statistics/wilson.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { HearingOptions } from '../src/settings/options.ts';
import { readRun } from '../src/settings/read-run.ts';
import { readGold } from '../src/tickets/read-gold.ts';
import { chooseProbes, type ProbeChoice, type ProbeReport, probe } from './probe.ts';

export interface DiagnoseOptions {
  run: string | undefined;
  /** A file of labels; those in the ledger count where it is left out. */
  gold: string | undefined;
  failOn: FailOn[];
  /** Judges are asked again about suspicious tickets; nobody is where it is left out. */
  probe?: Omit<HearingOptions, 'docket'> &
    WantedProbes & {
      /** Is told what it takes before anything is asked. */
      onPlan(choice: ProbeChoice): void;
    };
}

export interface WantedProbes {
  /** Tickets. */
  most: number;
  /** Where the themes are; the place that the run took them from where left out. */
  themes: string | undefined;
  endpoint: HearingOptions['endpoint'];
}

/** A finding with the spans that show it. */
interface ShownFinding extends Omit<Finding, 'dockets'> {
  spans: string[];
  /** The smallest set of verdicts that makes the ticket's decision right. */
  repair?: Record<string, string>;
}

/** A cause in words, and what to do about it. */
interface ShownCause extends Cause {
  detail: string;
  advice: string;
  /** The words of a command. */
  command: string[];
}

/** An agent's score with intervals, its mean time in milliseconds and its cost in dollars. */
interface Score extends Pick<ScoreCard, 'agent' | 'answers' | 'failures'> {
  precision: Share | undefined;
  recall: Share | undefined;
  milliseconds: number | null;
  cost: number | null;
}

export interface DiagnosisReport {
  run: string;
  file: string;
  themes: string;
  command: string | undefined;
  tickets: number;
  review: number;
  failed: number;
  labelled: number;
  wrong: number;
  findings: ShownFinding[];
  groups: Group[];
  /** What lies behind the mistakes of an agent, the surest first. */
  causes: ShownCause[];
  /** Labels to look at again, those first that are likeliest wrong. */
  doubtfulLabels: DoubtfulLabel[];
  /** Agents with too few answers that are known to be right or wrong to look for causes. */
  tooFew: TooFew[];
  scores: Score[];
  confusions: RunDiagnosis['confusions'];
  /** What asking again showed; undefined where nobody was asked. */
  probe: (Omit<ProbeReport, 'probed'> & { probed: ShownProbe[] }) | undefined;
  audit: Audit | undefined;
  votes: VoteReport | undefined;
  gold:
    | { unknownThemes: Record<string, number>; unknownIds: string[]; repeated: number }
    | undefined;
  exceeded: { limit: string; tickets: number }[];
}

/** Says of a whole run what went wrong and whose it is. Only reads, but for probes. @throws UserMistake */
export async function diagnose(ledger: Ledger, options: DiagnoseOptions): Promise<DiagnosisReport> {
  // 1. The run, and the labels.
  const run = await readRun(ledger, options.run);
  const { gold, matched, goldOf } = await readLabels(run, options);
  // 2. Every case, by itself and beside the others.
  const finder = new CauseFinder(run.parsed);
  const doubts = new LabelDoubts();
  const tickets = new Map<number, Pick<Case, 'gold'> & { id: string }>();
  const twins = new Set<number>();
  const cases = finder.watch(readCases(ledger, run, { goldOf }), (known) => {
    const { ticket, gold, twin } = known;
    doubts.count(known);
    tickets.set(ticket.row, { id: ticket.id, gold });
    if (twin !== undefined) twins.add(ticket.row);
  });
  const diagnosis = await diagnoseRun(cases);
  const near = nearDuplicates(doubts.words, tickets, twins);
  const { causes, tooFew } = finder.found();
  if (gold !== undefined) await checkGold(ledger, run, gold, matched);
  // 3. Judges are asked again, where that is wanted.
  const probed = await probeRun(ledger, run, goldOf, options.probe);
  const findings = withProbes(
    [...diagnosis.findings, ...near].sort((one, other) => one.row - other.row),
    probed?.probed ?? [],
  );
  // 4. The spans that show each finding, and what the agents cost.
  const spansOf = await spansByDocket(ledger, findings);
  const costs = await ledger.cases.agentCosts(run.id);
  const asked = new Map(
    diagnosis.scores.map(({ agent, answers, failures, labelled }) => [
      agent,
      { all: answers + failures, labelled },
    ]),
  );
  return {
    run: run.id,
    file: run.file,
    themes: run.parsed.place ?? '',
    command: run.parsed.command,
    tickets: diagnosis.tickets,
    review: diagnosis.review,
    failed: diagnosis.failed,
    labelled: diagnosis.labelled,
    wrong: diagnosis.wrong,
    findings: findings.map(({ dockets, ...finding }) => {
      const repair = diagnosis.repairs.get(finding.row);
      const spans = dockets.flatMap((docket) => spansOf.get(docket) ?? []);
      const isDisputed = finding.certainty === 'contradicts_label';
      return {
        ...finding,
        ...(isDisputed ? { likelyWrong: doubts.likelyWrong(finding.row, finding.themes) } : {}),
        spans,
        ...(repair === undefined ? {} : { repair }),
      };
    }),
    groups: groupFindings(findings, asked),
    causes: causes.map((cause) => ({
      ...cause,
      detail: describeCause(cause),
      ...adviceOnCause(cause, run),
    })),
    doubtfulLabels: doubts.doubtful(),
    tooFew,
    scores: diagnosis.scores.map((card) => scoreOf(card, costs.get(card.agent))),
    confusions: diagnosis.confusions,
    probe: probed && { ...probed, probed: probed.probed.map(showProbe) },
    audit: auditOf(diagnosis.audited),
    votes: await countVotes(ledger, run),
    gold: gold && {
      unknownThemes: Object.fromEntries(gold.unknownThemes),
      unknownIds: [...gold.labels.keys()].filter((id) => !matched.has(id)),
      repeated: gold.repeated,
    },
    exceeded: options.failOn.flatMap((limit) => {
      const { tickets, exceeded } = isExceeded(limit, { findings, causes }, diagnosis.tickets);
      return exceeded ? [{ limit: limit.text, tickets }] : [];
    }),
  };
}

/** What a probe of a run would ask. Asks no model. @throws UserMistake */
export async function planProbes(
  ledger: Ledger,
  { run: named, gold, ...wanted }: Pick<DiagnoseOptions, 'run' | 'gold'> & WantedProbes,
): Promise<ProbeChoice> {
  const run = await readRun(ledger, named);
  const { goldOf } = await readLabels(run, { gold });
  return chooseProbes(ledger, run, () => readCases(ledger, run, { goldOf }), wanted);
}

async function probeRun(
  ledger: Ledger,
  run: Awaited<ReturnType<typeof readRun>>,
  goldOf: GoldOf | undefined,
  options: DiagnoseOptions['probe'],
): Promise<ProbeReport | undefined> {
  if (options === undefined) return undefined;
  const choice = await chooseProbes(ledger, run, () => readCases(ledger, run, { goldOf }), options);
  options.onPlan(choice);
  return probe(ledger, run, choice, options);
}

/** Labels of a file, and which of them are of tickets that were read. */
async function readLabels(
  run: Awaited<ReturnType<typeof readRun>>,
  { gold: file }: Pick<DiagnoseOptions, 'gold'>,
) {
  const gold = file === undefined ? undefined : await readGold(file, run.parsed.themes);
  const matched = new Set<string>();
  const goldOf: GoldOf | undefined =
    gold &&
    (({ id }) => {
      const label = gold.labels.get(id);
      if (label !== undefined) matched.add(id);
      return label;
    });
  return { gold, matched, goldOf };
}

/** A docket's spans that show what an agent was asked and what it did. */
async function spansByDocket(
  ledger: Ledger,
  findings: readonly Finding[],
): Promise<Map<string, string[]>> {
  const telling = ['generation', 'response', 'function', 'handoff'];
  const spans = await ledger.cases.spans([...new Set(findings.flatMap(({ dockets }) => dockets))]);
  const all = new Map<string, typeof spans>();
  for (const span of spans) all.set(span.docket, [...(all.get(span.docket) ?? []), span]);
  return new Map(
    [...all].map(([docket, own]) => {
      const shown = own.filter(({ kind, error }) => error !== null || telling.includes(kind));
      return [docket, (shown.length > 0 ? shown : own).map(({ id }) => id)];
    }),
  );
}

function scoreOf(
  { agent, answers, failures, right }: ScoreCard,
  costs: { cost: number | null; milliseconds: number } | undefined,
): Score {
  const { truePositives = 0, falsePositives = 0, falseNegatives = 0 } = right ?? {};
  return {
    agent,
    answers,
    failures,
    precision: wilson(truePositives, truePositives + falsePositives),
    recall: wilson(truePositives, truePositives + falseNegatives),
    milliseconds: costs?.milliseconds ?? null,
    cost: costs?.cost ?? null,
  };
}
