import { addressOf } from '../domain/address.ts';
import { neutraliseControlTokens } from '../domain/text/control-tokens.ts';
import type { TrialTicket } from './trial-tickets.ts';

/** One ticket's line of a prompt. */
export interface Line {
  id: string;
  text: string;
}

/** What an agent says of one ticket, as the arguments of its tool have it. */
export type Entry = Record<string, unknown> & { ticket: string };

/** A model that always answers rightly: it knows the labels. */
export class Oracle {
  readonly #tickets: Map<string, TrialTicket>;
  readonly #themes: readonly string[];
  readonly #seed: string;

  constructor(tickets: readonly TrialTicket[], themes: readonly string[], seed: string) {
    // Where two tickets read the same, the text is the first one's.
    this.#tickets = new Map(
      tickets.toReversed().map((ticket) => [neutraliseControlTokens(ticket.text), ticket]),
    );
    this.#themes = themes;
    this.#seed = seed;
  }

  ticketOf({ text }: Line): TrialTicket | undefined {
    return this.#tickets.get(text);
  }

  /** Names the right themes and, as a careful triage does, some more. */
  route(line: Line): Entry {
    const right = this.ticketOf(line)?.themes ?? [];
    const more = this.#themes.filter(
      (theme) => !right.includes(theme) && this.#chance('more', line, theme) < 0.25,
    );
    return {
      ticket: line.id,
      routes: [...right, ...more].map((theme) => ({ theme, reason: 'the words point at it' })),
      sentiment: round(this.#chance('sentiment', line, '')),
    };
  }

  /** A ticket of which not all is shown is not recognised: then nothing speaks for the theme. */
  judge(line: Line, theme: string): Entry {
    const applies = this.ticketOf(line)?.themes.includes(theme) ?? false;
    return {
      ticket: line.id,
      verdict: applies ? 'yes' : 'no',
      confidence: round(0.8 + 0.19 * this.#chance('sure', line, theme)),
      quote: applies ? quoteFrom(line.text, this.#chance('quote', line, theme)) : '',
      rationale: applies ? 'the customer says so' : 'nothing of it in the ticket',
    };
  }

  /** Keeps what applies, among the themes that were judged. */
  settle(line: Line, judged: readonly string[]): Entry {
    const right = this.ticketOf(line)?.themes ?? [];
    return {
      ticket: line.id,
      themes: judged.filter((theme) => right.includes(theme)),
      confidence: round(0.7 + 0.2 * this.#chance('ruling', line, '')),
      sentiment: 0.5,
      justification: 'as the ticket has it',
      needs_review: false,
    };
  }

  /** The same for the same question, however often it is asked. */
  #chance(...parts: (string | Line)[]): number {
    const words = parts.map((part) => (typeof part === 'string' ? part : part.text));
    return Number.parseInt(addressOf(this.#seed, ...words).slice(0, 8), 16) / 2 ** 32;
  }
}

/** Some words in a row. */
export function quoteFrom(text: string, chance: number): string {
  const words = text.split(/(?<=\s)(?=\S)/u);
  const start = Math.floor(chance * Math.max(1, words.length - 4));
  return words
    .slice(start, start + 6)
    .join('')
    .trim();
}

function round(value: number): number {
  return Math.round(100 * value) / 100;
}
