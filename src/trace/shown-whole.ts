import { longestText, renderDocket, ticketLine } from '../agent/docket.ts';
import { neutraliseControlTokens } from '../domain/text/control-tokens.ts';
import { foldWhiteSpace, type Ticket } from '../domain/ticket.ts';

/**
 * Says whether a docket's calls show the whole of a ticket. A call whose body doesn't say what it
 * showed (an older ledger, a redacted run) counts as whole: nothing proves the contrary.
 */
export function shownWhole(ticket: Ticket): (calls: readonly { body: string }[]) => boolean {
  // A prompt stands in a body as a JSON string of JSON lines.
  const [, line = ''] = renderDocket(['id'], [ticketLine(ticket)]).split('\n');
  const fragment = JSON.stringify(line.slice('{"id":"id",'.length, -1)).slice(1, -1);
  return (calls) => {
    if (calls.length === 0) return true;
    if (calls.some(({ body }) => body.includes(fragment))) return !isCutByUs(fragment);
    const shown = calls.flatMap(({ body }) => linesIn(JSON.parse(body)));
    if (shown.length === 0 || shown.some(({ text }) => typeof text !== 'string')) return true;
    // A ticket that reads the same may have been shown in its place, with other white space.
    const whole = readingOf(ticketLine(ticket));
    return shown.some((candidate) => readingOf(candidate) === whole);
  };
}

function isCutByUs(fragment: string): boolean {
  return fragment.length > longestText && / \[…\d+ more characters\]/.test(fragment);
}

interface ShownLine {
  text?: unknown;
  context?: unknown;
}

function readingOf({ text, context }: ShownLine): string {
  return foldWhiteSpace(
    neutraliseControlTokens(JSON.stringify([context ?? {}, text])).replace(/\\[nrt]/g, ' '),
  );
}

/** The lines of prompts, wherever in a call's body they stand. */
function linesIn(value: unknown): ShownLine[] {
  if (typeof value === 'string')
    return value
      .split('\n')
      .filter((line) => line.startsWith('{"id":'))
      .flatMap((line) => {
        try {
          return [JSON.parse(line) as ShownLine];
        } catch {
          return [];
        }
      });
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(linesIn);
}
