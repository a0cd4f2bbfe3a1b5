import type { Case } from '../diagnosis/case.ts';
import { diagnoseCase } from '../diagnosis/diagnose-case.ts';
import { diagnoseRun } from '../diagnosis/diagnose-run.ts';
import { type Finding, isAbout, type Mode } from '../diagnosis/finding.ts';
import { isRight } from '../diagnosis/replay.ts';
import { themeOfJudge } from '../domain/theme.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RunSettings } from '../settings/settings.ts';
import { type CaseQuery, readCases } from './read-cases.ts';

/** Which tickets of a run; what is left out does not matter. All that is named must hold. */
export interface CaseFilter extends Pick<CaseQuery, 'status' | 'theme' | 'below' | 'goldOf'> {
  mode?: Mode | undefined;
  /** An agent that something is blamed on, as in `judge:policy`. */
  agent?: string | undefined;
  /** Some judge gave no verdict. */
  missing?: boolean | undefined;
  /** Milliseconds, from triage to the decision, its waiting for dockets left out. */
  slower?: number | undefined;
  /** Words of its text or context, in any case. */
  contains?: string | undefined;
  /** Decided otherwise than labelled. */
  againstGold?: boolean | undefined;
}

export interface ListedCase {
  known: Case;
  findings: Finding[];
  milliseconds: number;
}

/** The decided tickets of a run that a filter lets through, from a row onwards or backwards. */
export async function* listCases(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
  filter: CaseFilter,
  from?: CaseQuery['from'],
): AsyncGenerator<ListedCase> {
  const needle = filter.contains?.toLowerCase();
  const blamed = await findBlamed(ledger, run, filter);
  const query: CaseQuery = {
    ...filter,
    ...(from === undefined ? {} : { from }),
    isWanted: ({ row, text, context }) =>
      (blamed?.has(row) ?? true) &&
      (needle === undefined ||
        [text, ...Object.values(context)].some((part) => part.toLowerCase().includes(needle))),
  };
  for await (const known of readCases(ledger, run, query)) {
    const findings = blamed?.get(known.ticket.row) ?? diagnoseCase(known).findings;
    const listed = { known, findings, milliseconds: timeOf(known) };
    if (passes(listed, filter)) yield listed;
  }
}

/** Some findings only show over all tickets: where the filter asks for them all are diagnosed first. */
async function findBlamed(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
  { mode, agent, goldOf }: CaseFilter,
): Promise<Map<number, Finding[]> | undefined> {
  if (mode === undefined && agent === undefined) return undefined;
  const { findings } = await diagnoseRun(readCases(ledger, run, { goldOf }));
  const isAsked = (finding: Finding) =>
    (mode === undefined || isAbout(finding, mode)) &&
    (agent === undefined || finding.agent === agent);
  const asked = findings.filter(isAsked);
  const wanted = new Set(asked.map(({ row }) => row));
  const byRow = new Map<number, Finding[]>();
  // What was asked for comes first: a list shows one finding a ticket.
  for (const finding of [...asked, ...findings.filter((one) => !isAsked(one))])
    if (wanted.has(finding.row))
      byRow.set(finding.row, [...(byRow.get(finding.row) ?? []), finding]);
  return byRow;
}

function passes({ known, milliseconds }: ListedCase, filter: CaseFilter): boolean {
  const { decision, gold } = known;
  if (filter.missing && !decision.outcomes.some(({ kind }) => kind === 'failed')) return false;
  if (filter.slower !== undefined && milliseconds <= filter.slower) return false;
  return !filter.againstGold || (gold !== undefined && !isRight(decision.themes, gold));
}

/** Triage, then the slowest of the judges, then the aggregator, each with what it took in vain. */
function timeOf({ dockets, faults }: Case): number {
  const spent = new Map<string, number>();
  for (const [agent, { milliseconds }] of dockets) spent.set(agent, milliseconds);
  for (const { agent, milliseconds } of faults)
    spent.set(agent, (spent.get(agent) ?? 0) + milliseconds);
  const judges = [...spent]
    .filter(([agent]) => themeOfJudge(agent) !== undefined)
    .map(([, time]) => time);
  return (spent.get('triage') ?? 0) + Math.max(0, ...judges) + (spent.get('aggregator') ?? 0);
}
