import type { ThemeAgent } from '../../agents/judge.ts';
import { ticketLine } from '../agent/docket.ts';
import type { Outcome } from '../domain/decision/outcome.ts';
import { outcomeOf } from '../domain/pool.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { ModelWindow } from '../model/window.ts';
import type { PollOptions } from '../settings/options.ts';
import type { Failed } from './queue/question.ts';
import type { Court } from './queue/run-context.ts';
import { settleAll } from './queue/settle-all.ts';
import { openBallots, Poll } from './queue/votes.ts';
import { stacksThatFit } from './stacks.ts';

export interface JudgesOptions extends PollOptions {
  /** Share of the themes that triage leaves out whose judges are asked all the same, 0 to 1. */
  audit?: number;
  /** Themes that may be judged in one call; 1 where left out. */
  stack?: number | undefined;
  /** Themes that stay alone where others travel together, by id. */
  alone?: string[] | undefined;
}

/** What the judges say of a ticket: one outcome a theme. */
export interface Judged {
  outcomes: Outcome[];
  /** What judges say whom triage did not name; no part of the decision. */
  audits: Outcome[];
  /** The addresses of the answers that this rests on, by agent. */
  sources: Record<string, string>;
  /** How many of them were there already, and cost nothing. */
  reused: number;
}

/** A judge for every theme. */
export class Judges {
  readonly #polls: readonly { theme: string; poll: Poll }[];
  readonly #audit: number;

  constructor(
    court: Court,
    themes: readonly ThemeAgent[],
    window: ModelWindow,
    options: JudgesOptions,
  ) {
    const polls = stacksThatFit(court, themes, options.stack, options.alone).flatMap((stack) => {
      const ballots = openBallots(court, stack, window, options);
      return stack.map((theme) => [theme.id, new Poll(theme, ballots, window)] as const);
    });
    const known = new Map(polls);
    this.#polls = themes.flatMap(({ id }) => {
      const poll = known.get(id);
      return poll === undefined ? [] : [{ theme: id, poll }];
    });
    this.#audit = options.audit ?? 0;
  }

  /**
   * Hands a ticket to judges, all at once.
   * @param routes why a judge is asked, by theme: the others are not, but for the audit's sample
   * @param repairs why triage chose none of them, where it failed
   * @param handOver called when every question is asked, before any is answered
   */
  async ask(
    ticket: Ticket,
    address: string,
    { routes, repairs }: { routes: ReadonlyMap<string, string>; repairs: Failed | undefined },
    handOver: () => void,
  ): Promise<Judged> {
    const judged: Judged = { outcomes: [], audits: [], sources: {}, reused: 0 };
    const line = ticketLine(ticket);
    const asked = this.#polls.map(async ({ theme, poll }): Promise<Outcome> => {
      const reason = routes.get(theme);
      const isAudited = reason === undefined;
      if (isAudited && this.#audit === 0) return { theme, kind: 'not_routed' };
      const addresses = poll.addresses(address);
      const [question = '', ...others] = addresses;
      if (isAudited && !isInSample(question, this.#audit)) return { theme, kind: 'not_routed' };
      const agent = `${isAudited ? 'audit' : 'judge'}:${theme}`;
      judged.sources[agent] = question;
      for (const [index, other] of others.entries())
        judged.sources[`${agent}#${index + 1}`] = other;
      const { pooled, reused } = await poll.ask(ticket, addresses, {
        line,
        reason: reason ?? 'an audit asks, though triage left it out',
        repairs,
      });
      judged.reused += reused;
      const outcome = outcomeOf(theme, pooled);
      if (!isAudited) return outcome;
      judged.audits.push(outcome);
      return { theme, kind: 'not_routed' };
    });
    handOver();
    judged.outcomes = await settleAll(asked);
    return judged;
  }
}

/** The same for the same question in every run: a resumed run asks about no other sample. */
function isInSample(address: string, share: number): boolean {
  return Number.parseInt(address.slice(0, 8), 16) < share * 2 ** 32;
}
