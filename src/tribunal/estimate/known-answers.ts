import { judgeDigest, type ThemeAgent } from '../../../agents/judge.ts';
import { type Reading, triageDigest } from '../../../agents/triage.ts';
import { addressOf } from '../../domain/address.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RunOptions } from '../../settings/options.ts';
import { readingAddress, verdictAddress } from '../queue/question-address.ts';
import { ballotModels } from '../queue/votes.ts';

type AskOptions = Pick<RunOptions, 'endpoint' | 'route' | 'triage' | 'votes' | 'panel'>;

/** What a ledger lacks of the answers that a run would ask a server for. */
export interface OpenQuestions {
  /** Answers that are there, and are not paid again. */
  known: number;
  /** Tickets with any question open. */
  tickets: number;
  /** Of these, tickets that triage has not read. */
  unread: number;
  /** Votes that judges still owe on the others. */
  verdicts: number;
}

/** Tickets looked up together. */
const pageSize = 200;

/** Finds out, ticket by ticket, which answers a ledger has already. */
export class KnownAnswers {
  readonly #ledger: Ledger;
  readonly #options: AskOptions;
  readonly #themes: readonly ThemeAgent[];
  readonly #open: OpenQuestions = { known: 0, tickets: 0, unread: 0, verdicts: 0 };
  #page: string[] = [];

  constructor(ledger: Ledger, themes: readonly ThemeAgent[], options: AskOptions) {
    this.#ledger = ledger;
    this.#themes = themes;
    this.#options = options;
  }

  async add(ticket: string): Promise<void> {
    this.#page.push(ticket);
    if (this.#page.length >= pageSize) await this.#look();
  }

  async end(): Promise<OpenQuestions> {
    await this.#look();
    return this.#open;
  }

  async #look(): Promise<void> {
    const page = this.#page;
    this.#page = [];
    const { endpoint, route, triage } = this.#options;
    const asksTriage = route === 'triage' && triage === undefined;
    const digest = triageDigest(this.#themes);
    const read = (ticket: string) => readingAddress(endpoint.model, digest, ticket);
    const readings = asksTriage ? await this.#ledger.answers(page.map(read)) : undefined;
    const questions = this.#themes.map((theme) => ({ theme, digest: judgeDigest(theme) }));
    const asked = page.flatMap((ticket) => {
      const reading = readings?.get(read(ticket));
      if (readings !== undefined && reading === undefined) {
        this.#open.unread += 1;
        this.#open.tickets += 1;
        return [];
      }
      const named = reading && (JSON.parse(reading.body) as Reading).routes;
      if (named !== undefined) this.#open.known += 1;
      const own = questions.filter(
        ({ theme }) => named?.some((one) => one.theme === theme.id) ?? true,
      );
      return [own.flatMap(({ theme, digest }) => this.#addresses(theme, digest, ticket))];
    });
    const verdicts = await this.#ledger.answers(asked.flat());
    for (const addresses of asked) {
      const known = addresses.filter((address) => verdicts.has(address)).length;
      this.#open.known += known;
      this.#open.verdicts += addresses.length - known;
      if (known < addresses.length) this.#open.tickets += 1;
    }
  }

  #addresses(theme: ThemeAgent, digest: string, ticket: string): string[] {
    return ballotModels(theme, this.#options).map(({ model, time }) => {
      const plain = verdictAddress(model ?? this.#options.endpoint.model, digest, ticket);
      return time === 0 ? plain : addressOf('vote', String(time), plain);
    });
  }
}
