/** A decision of a ledger, and the ticket that it is about: `cells` and `body` are JSON. */
export interface DecidedRow {
  cells: string;
  body: string;
}

/** Reads all of them. */
export const decidedRows = 'select cells, body from decisions join tickets using (run, row)';

/** The question behind each address that decisions rest on: the agent, and the text that it was asked about. */
export function questionsBehind(rows: readonly DecidedRow[]): Map<string, string> {
  const questions = new Map<string, string>();
  for (const { cells, body } of rows) {
    const [, text] = JSON.parse(cells) as string[];
    const { sources } = JSON.parse(body) as { sources: Record<string, string> };
    for (const [agent, address] of Object.entries(sources))
      questions.set(address, `${agent} ${text}`);
  }
  return questions;
}
