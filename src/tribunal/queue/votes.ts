import { judgeDigest, judgeName, judgeSpec, type ThemeAgent } from '../../../agents/judge.ts';
import { stackSpec } from '../../../agents/stack.ts';
import { addressOf, verdictAddress } from '../../domain/address.ts';
import type { Verdict } from '../../domain/decision/outcome.ts';
import { type Pooled, pool } from '../../domain/pool.ts';
import { standsInTicket } from '../../domain/text/quote.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { ModelWindow } from '../../model/window.ts';
import type { PollOptions } from '../../settings/options.ts';
import type { Question } from './question.ts';
import { Desk } from './question-queue.ts';
import type { Court } from './run-context.ts';
import { settleAll } from './settle-all.ts';

interface Ballot {
  desk: Desk<Verdict>;
  model: string | undefined;
  /** Times that the same model was asked before. */
  time: number;
}

/** Puts one theme's question once, or several times to a model or to a panel of models. */
export class Poll {
  readonly #agent: string;
  readonly #ballots: readonly Ballot[];
  readonly #digest: string;
  readonly #identity: ModelWindow['identity'];

  /** @param theme one of those that the ballots are about */
  constructor(theme: ThemeAgent, ballots: readonly Ballot[], window: ModelWindow) {
    this.#agent = judgeName(theme);
    this.#digest = judgeDigest(theme);
    this.#identity = window.identity;
    this.#ballots = ballots;
  }

  /** The addresses of one ticket's question, one for each vote. The first is that of a single vote. */
  addresses(ticket: string): string[] {
    return this.#ballots.map(({ model, time }) => {
      const plain = verdictAddress(this.#identity(model), this.#digest, ticket);
      // Another address is another id in the prompt, and so another place in the docket.
      return time === 0 ? plain : addressOf('vote', String(time), plain);
    });
  }

  /** What the votes come to, and how many of them were there already. */
  async ask(
    ticket: Ticket,
    addresses: readonly string[],
    why: Pick<Question, 'line' | 'reason' | 'repairs'>,
  ): Promise<{ pooled: Pooled; reused: number }> {
    const votes = await settleAll(
      this.#ballots.map(({ desk }, index) =>
        desk.ask({ address: addresses[index] ?? '', row: ticket.row, agent: this.#agent, ...why }),
      ),
    );
    const stands = (quote: string | null) => quote !== null && standsInTicket(quote, ticket);
    return {
      pooled: pool(votes, stands),
      reused: votes.filter((vote) => vote.ok && vote.reused).length,
    };
  }
}

/** Where the questions of themes are put that are judged in the same calls, for each vote. */
export function openBallots(
  court: Court,
  themes: readonly ThemeAgent[],
  window: ModelWindow,
  options: PollOptions,
): Ballot[] {
  const alone = themes.map(judgeSpec);
  const [first] = alone;
  if (first === undefined) return [];
  const spec = alone.length === 1 ? first : stackSpec(themes);
  return ballotModels(themes[0] ?? {}, options).map(({ model, time }) => {
    const name = options.panel === undefined ? spec.name : `${spec.name} on ${model}`;
    const others = alone.length === 1 ? [] : alone;
    return {
      desk: new Desk(court, 'judges', spec, window.model(model), name, others),
      model,
      time,
    };
  });
}

/** Who is asked a theme's question, and for the how manieth time, from 0. */
export function ballotModels(
  theme: Pick<ThemeAgent, 'judge'>,
  { votes = 1, panel }: PollOptions,
): { model: string | undefined; time: number }[] {
  if (panel !== undefined) return panel.map((model) => ({ model, time: 0 }));
  return Array.from({ length: votes }, (_, time) => ({ model: theme.judge?.model, time }));
}
