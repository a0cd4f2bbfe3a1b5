import { usualRules } from '../domain/decision/reconcile.ts';
import { themeOfJudge } from '../domain/theme.ts';
import type { Case } from './case.ts';
import { detectMissing } from './detect-missing.ts';
import { detectTicket } from './detect-ticket.ts';
import { detectOverruling, detectQuotes, detectWrongAnswers } from './detect-wrong.ts';
import type { Found } from './detector.ts';
import type { Finding, Mode } from './finding.ts';
import { isRight } from './replay.ts';

/** What is known of a case before it is compared with the others of its run. */
export interface Diagnosis {
  /** The likeliest cause first. */
  findings: Finding[];
  /** Themes that were said yes to wrongly, and themes that were missed, by the label. */
  swap: { wrongYes: string[]; missed: string[] };
  /** All judges speak against the label, and agree among themselves. */
  isGoldDoubtful: boolean;
}

/**
 * What went wrong with one ticket, and whose it is. Pure: the same case gives the same findings. With
 * a label it compares every answer with it; without one it says what the trace proves, and what is
 * suspected.
 */
export function diagnoseCase(known: Case): Diagnosis {
  const found = [
    ...detectMissing(known),
    ...detectTicket(known),
    ...detectQuotes(known),
    ...detectWrongAnswers(known),
    ...detectOverruling(known),
  ].map((one): Finding => finish(known, one, isMadeGood(known, one)));
  const passed = absorbedFaults(known).map((one) => finish(known, one, true));
  const findings = [...found, ...passed];
  if (isWrong(known) && !findings.some(({ absorbed }) => !absorbed))
    findings.push(finish(known, notDiagnosable(known), false));
  return {
    findings: onePerAnswer(findings),
    // Without a label a doubtful yes is taken for nothing.
    swap: swapOf(known.gold === undefined ? [] : found),
    isGoldDoubtful: isGoldDoubtful(known),
  };
}

/** Causes before their effects: what explains another finding comes first. */
const order: readonly (readonly Mode[])[] = [
  ['empty_ticket', 'malformed_row', 'truncated_input'],
  ['lost_handoff'],
  ['themes_confused'],
  ['instruction_in_ticket'],
  ['gold_doubtful'],
  ['quote_from_other_ticket'],
  ['quote_not_in_ticket', 'paraphrased'],
  ['triage_missed_theme', 'false_yes', 'false_no'],
  ['aggregator_overruled', 'rules_wrong'],
  ['not_diagnosable'],
];

/** The likeliest cause first, and of what went wrong with one judge's answer only that. */
export function onePerAnswer(findings: readonly Finding[]): Finding[] {
  const kept = new Map<string, Finding>();
  for (const finding of [...findings].sort((one, other) => rankOf(one) - rankOf(other))) {
    const { agent, mode, absorbed, dockets, themes, also } = finding;
    const isJudge = themeOfJudge(agent) !== undefined;
    const key = isJudge ? agent : JSON.stringify([agent, mode, themes]);
    const first = kept.get(key);
    if (first === undefined) kept.set(key, finding);
    else if (first.absorbed === absorbed && first.mode !== mode)
      kept.set(key, {
        ...first,
        also: [...new Set([...first.also, mode, ...also])],
        dockets: [...new Set([...first.dockets, ...dockets])],
      });
  }
  return [...kept.values()];
}

function rankOf({ agent, mode, absorbed, themes }: Finding): number {
  const known = order.findIndex((modes) => modes.includes(mode));
  // A twin explains something only where its label says otherwise. Agents without an answer come
  // early, but for the aggregator, which is asked because of something.
  const unanswered = agent === 'aggregator' ? order.length : 1;
  const rank = mode === 'duplicate_ticket' ? (themes.length > 0 ? 0 : 20) : known;
  return (rank === -1 ? unanswered : rank) + (absorbed ? 100 : 0);
}

function finish({ ticket }: Case, found: Found, absorbed: boolean): Finding {
  return { ticket: ticket.id, row: ticket.row, ...found, absorbed, also: [], mates: 0 };
}

function isWrong({ decision, gold }: Case): boolean {
  return gold !== undefined && !isRight(decision.themes, gold);
}

/** By the label the decision is right about all that the finding is about. */
function isMadeGood({ decision, gold }: Case, { mode, themes }: Found): boolean {
  if (mode === 'duplicate_ticket' || mode === 'instruction_in_ticket') return false;
  if (gold === undefined || decision.status !== 'decided') return false;
  return themes.length === 0
    ? isRight(decision.themes, gold)
    : themes.every((theme) => decision.themes.includes(theme) === gold.includes(theme));
}

/** By agent, the last docket that brought no answer where a later one did. */
function absorbedFaults({ faults, decision, dockets }: Case): Found[] {
  const missing = new Set(
    decision.outcomes.flatMap((outcome) =>
      outcome.kind === 'failed' ? `judge:${outcome.theme}` : [],
    ),
  );
  const last = new Map(faults.map((fault) => [fault.agent, fault]));
  return [...last.values()]
    .filter(({ agent }) => !missing.has(agent) && dockets.has(agent))
    .map(({ agent, cause, detail, id, isHandoffLost }) => ({
      agent: isHandoffLost ? 'triage' : agent,
      mode: isHandoffLost ? 'lost_handoff' : cause,
      certainty: 'proved_by_trace',
      themes: [themeOfJudge(agent) ?? []].flat(),
      detail,
      dockets: [id],
    }));
}

function notDiagnosable({ decision, gold }: Case): Found {
  return {
    agent: 'unknown',
    mode: 'not_diagnosable',
    certainty: 'contradicts_label',
    themes: [],
    detail: `decided ${decision.themes.join(', ') || 'no theme'}, labelled ${gold?.join(', ') || 'no theme'}, and no answer explains it`,
    dockets: [],
  };
}

function swapOf(found: readonly Found[]): Diagnosis['swap'] {
  const themesOf = (...modes: Mode[]) =>
    found.filter(({ mode }) => modes.includes(mode)).flatMap(({ themes }) => themes);
  return {
    wrongYes: themesOf('false_yes'),
    missed: themesOf('false_no', 'triage_missed_theme'),
  };
}

/** Every labelled theme has a sure no, and others have a yes that stands. */
function isGoldDoubtful({ decision, gold }: Case): boolean {
  if (gold === undefined || gold.length === 0) return false;
  const isSaid = decision.outcomes.some(
    (outcome) =>
      outcome.kind === 'verdict' &&
      outcome.verdict === 'yes' &&
      decision.themes.includes(outcome.theme) &&
      !gold.includes(outcome.theme),
  );
  if (!isSaid || decision.themes.some((theme) => gold.includes(theme))) return false;
  return gold.every((theme) =>
    decision.outcomes.some(
      (outcome) =>
        outcome.theme === theme &&
        outcome.kind === 'verdict' &&
        outcome.verdict === 'no' &&
        outcome.confidence >= usualRules.confidence_floor,
    ),
  );
}
