import { jsonLine } from '../../domain/text/safe-text.ts';
import { type ResultRow, type ResultShape, rounded } from './result-columns.ts';
import type { ResultsFormat, ResultsSink } from './results-format.ts';

const BATCH_CHARACTERS = 64 * 1024;

/** One JSON object a line. Nothing runs it as a formula and escapes hold every character, so all text stays as it is. */
export function jsonlResults(file: ResultsSink, shape: ResultShape): ResultsFormat {
  let text = '';
  const flush = async () => {
    const ready = text;
    text = '';
    await file.append(ready);
  };
  return {
    async write(row) {
      text += `${jsonLine(lineOf(row, shape.columns))}\n`;
      if (text.length >= BATCH_CHARACTERS) await flush();
    },
    async end() {
      await flush();
      return { neutralised: 0, controls: 0, shortened: 0 };
    },
  };
}

function lineOf({ ticket, decision }: ResultRow, columns: readonly string[]): unknown {
  const { themes, status, justification } = decision;
  return {
    ticket: ticketOf(ticket, columns),
    themes,
    confidence: rounded(decision.confidence),
    sentiment: rounded(decision.sentiment),
    status,
    justification,
    outcomes: decision.outcomes.map(({ theme, kind, ...rest }) => ({ theme, kind, ...rest })),
  };
}

/** The ticket's id, then every column by its unique name. */
function ticketOf(ticket: ResultRow['ticket'], columns: readonly string[]): Record<string, string> {
  const cells = columns.map((column, index): [string, string] => [
    column,
    ticket.cells[index] ?? '',
  ]);
  const others = cells.filter(([column]) => column !== 'id');
  const own = cells.find(([column]) => column === 'id')?.[1].trim() ?? '';
  // Another column was taken as the id: this one is data, and must not be lost.
  if (own !== '' && own !== ticket.id) {
    let name = 'tribunal_id';
    while (columns.includes(name)) name = `tribunal_${name}`;
    others.push([name, own]);
  }
  return Object.fromEntries([['id', ticket.id], ...others]);
}
