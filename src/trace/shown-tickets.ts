import { longestText, renderDocket, ticketLine } from '../agent/docket.ts';
import { neutraliseControlTokens } from '../domain/text/control-tokens.ts';
import { foldWhiteSpace, type Ticket } from '../domain/ticket.ts';

/** A ticket as a prompt shows it. */
interface ShownLine {
  text?: unknown;
  context?: unknown;
}

/** The tickets that a docket's calls show, in their order. Read once, as its tickets are many. */
export class ShownTickets {
  readonly #lines: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  #parsed: ShownLine[] | undefined;
  #readings: ReadonlySet<string> | undefined;

  constructor(calls: readonly { body: string }[]) {
    const lines = calls.flatMap(({ body }) => linesIn(JSON.parse(body)));
    this.#lines = [...new Set(lines)];
    this.#places = new Map(this.#lines.map((line, place) => [withoutId(line), place]));
  }

  /** How many tickets there are. */
  get size(): number {
    return this.#lines.length;
  }

  /** Where a ticket stands, from 0; nothing where the calls don't say it. */
  placeOf(ticket: Ticket): number | undefined {
    return this.#places.get(ownLine(ticket));
  }

  /**
   * Whether the whole of a ticket was shown. A call whose body doesn't say what it showed (an older ledger, a redacted
   * run) counts as whole: nothing proves the contrary.
   */
  isWhole(ticket: Ticket): boolean {
    const own = ownLine(ticket);
    if (this.#places.has(own)) return !isCutByUs(own);
    // The aggregator is shown verdicts behind it.
    if (!isCutByUs(own) && this.#lines.some((line) => withoutId(line).startsWith(own.slice(0, -1))))
      return true;
    const shown = this.shown();
    if (shown.length === 0 || shown.some(({ text }) => typeof text !== 'string')) return true;
    // A ticket that reads the same may have been shown in its place, with other white space.
    this.#readings ??= new Set(shown.map(readingOf));
    return this.#readings.has(ownReading(ticket));
  }

  shown(): readonly ShownLine[] {
    this.#parsed ??= this.#lines.flatMap((line) => {
      try {
        return [JSON.parse(line) as ShownLine];
      } catch {
        return [];
      }
    });
    return this.#parsed;
  }
}

/** Without its id, which is another one in every docket. */
function withoutId(line: string): string {
  return line.replace(/^\{"id":"[^"]*",?/, '');
}

/** A ticket is looked for in the docket of each of its agents. */
const ownLine = oncePerTicket((ticket) => {
  const [, line = ''] = renderDocket(['id'], [ticketLine(ticket)]).split('\n');
  return withoutId(line);
});
const ownReading = oncePerTicket((ticket) => readingOf(ticketLine(ticket)));

function oncePerTicket(make: (ticket: Ticket) => string): (ticket: Ticket) => string {
  const made = new WeakMap<Ticket, string>();
  return (ticket) => {
    const known = made.get(ticket) ?? make(ticket);
    made.set(ticket, known);
    return known;
  };
}

function isCutByUs(line: string): boolean {
  return line.length > longestText && / \[…\d+ more characters\]/.test(line);
}

function readingOf({ text, context }: ShownLine): string {
  return foldWhiteSpace(
    neutraliseControlTokens(JSON.stringify([context ?? {}, text])).replace(/\\[nrt]/g, ' '),
  );
}

/** The lines of prompts, wherever in a call's body they stand. */
function linesIn(value: unknown): string[] {
  if (typeof value === 'string')
    return value.split('\n').filter((line) => line.startsWith('{"id":'));
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(linesIn);
}
