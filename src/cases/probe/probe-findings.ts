import { onePerAnswer } from '../../diagnosis/diagnose-case.ts';
import type { Finding } from '../../diagnosis/finding.ts';
import type { Probed } from './ask-suspect.ts';

/** A probed verdict as it is shown. */
export interface ShownProbe
  extends Pick<Probed, 'result' | 'verdict' | 'why' | 'changed' | 'kept' | 'failure'> {
  ticket: string;
  row: number;
  agent: string;
  /** What was taken out, and what in the control; null where that was the ticket as it is. */
  sentence: string;
  control: string | null;
  certainty: Finding['certainty'] | undefined;
}

export function showProbe(probed: Probed): ShownProbe {
  const { ticket, theme, passage, control, result, verdict, why, changed, kept, failure } = probed;
  return {
    ticket: ticket.id,
    row: ticket.row,
    agent: `judge:${theme}`,
    result,
    verdict,
    sentence: passage.words,
    control: control?.words ?? null,
    why,
    changed,
    kept,
    failure,
    certainty: result === 'obeyed' ? certaintyOf(probed) : undefined,
  };
}

/** The findings with what asking again showed: an order that was obeyed comes before what it explains. */
export function withProbes(findings: readonly Finding[], probed: readonly Probed[]): Finding[] {
  const byRow = new Map(probed.map((one) => [one.ticket.row, one]));
  const told = new Set<number>();
  const changed = findings.flatMap((finding) => {
    const probe = byRow.get(finding.row);
    if (probe === undefined) return [finding];
    if (probe.result === 'independent') return [withoutOrder(finding, probe)];
    if (probe.result !== 'obeyed') return [finding];
    if (told.has(finding.row)) return [];
    told.add(finding.row);
    const others = findings.filter(({ row, agent, mode }) => {
      const isAttempt = agent === 'ticket' && mode === 'instruction_in_ticket';
      return row === finding.row && !isAttempt;
    });
    const found = findingOf(probe);
    const guessed = others.find(({ agent, mode }) => agent === found.agent && mode === found.mode);
    return onePerAnswer([{ ...found, also: guessed?.also ?? [] }, ...others]);
  });
  const fresh = probed.filter(({ result, ticket }) => result === 'obeyed' && !told.has(ticket.row));
  return [...changed, ...fresh.map(findingOf)];
}

function findingOf(probed: Probed): Finding {
  const { ticket, theme, verdict, passage, control, changed, dockets } = probed;
  const other = verdict === 'yes' ? 'no' : 'yes';
  const beside =
    control === undefined ? 'asked about the whole ticket again' : 'without another sentence';
  return {
    ticket: ticket.id,
    row: ticket.row,
    agent: `judge:${theme}`,
    mode: 'instruction_in_ticket',
    certainty: certaintyOf(probed),
    themes: [theme],
    detail: `says ${verdict} because of "${passage.words.slice(0, 120)}": without it ${other} (${changed} of ${changed}), ${beside} still ${verdict}`,
    also: [],
    mates: 0,
    absorbed: false,
    dockets,
  };
}

function certaintyOf({ isProved }: Probed): Finding['certainty'] {
  return isProved ? 'proved_by_trace' : 'suspected';
}

/** A wrong verdict was taken for a followed order, and stands without it. */
function withoutOrder(finding: Finding, { theme, target }: Probed): Finding {
  const { agent, mode, also } = finding;
  const [own] = also.filter((other) => other === 'false_yes' || other === 'false_no');
  if (agent !== `judge:${theme}` || mode !== 'instruction_in_ticket') return finding;
  if (target === undefined || own === undefined) return finding;
  return {
    ...finding,
    mode: own,
    certainty: 'contradicts_label',
    also: also.filter((other) => other !== own),
    detail: `${finding.detail}, and the verdict is the same without it`,
  };
}
