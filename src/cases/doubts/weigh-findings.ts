import type { Finding } from '../../diagnosis/finding.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RunSettings } from '../../settings/settings.ts';
import type { Gold } from '../../tickets/read-gold.ts';
import { readCases } from '../read-cases.ts';
import { LabelDoubts } from './label-doubts.ts';

/** Rows before and behind a ticket by which its label is weighed: a whole run may take long. */
const reach = 250;

/** One ticket's findings; where they contradict its label, with which of the two is likely wrong. */
export async function weighFindings(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
  { findings, ticket: { row } }: { findings: Finding[]; ticket: Ticket },
  labels: Gold | undefined,
): Promise<Finding[]> {
  const isDisputed = ({ certainty }: Finding) => certainty === 'contradicts_label';
  if (!findings.some(isDisputed)) return findings;
  const doubts = new LabelDoubts();
  const goldOf = labels && (({ id }: Pick<Ticket, 'id'>) => labels.labels.get(id));
  const from = { after: Math.max(0, row - reach - 1) };
  for await (const known of readCases(ledger, run, { goldOf, from })) {
    if (known.ticket.row > row + reach) break;
    doubts.count(known);
  }
  return findings.map((finding) =>
    isDisputed(finding)
      ? { ...finding, likelyWrong: doubts.likelyWrong(row, finding.themes) }
      : finding,
  );
}
