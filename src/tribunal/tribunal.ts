import { aggregatorDigest, aggregatorSpec, panelLine } from '../../agents/aggregator.ts';
import type { ThemeAgent } from '../../agents/judge.ts';
import { type Reading, triageDigest, triageSpec } from '../../agents/triage.ts';
import { ticketLine } from '../agent/docket.ts';
import { addressOf, ticketAddress } from '../domain/address.ts';
import { decide, failedDecision, type Ruling } from '../domain/decide.ts';
import type { Decision } from '../domain/decision.ts';
import type { Outcome } from '../domain/outcome.ts';
import { type Rules, reconcile } from '../domain/reconcile.ts';
import { describeLeft, describeRoute, type Routing } from '../domain/routing.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { ModelWindow } from '../model/window.ts';
import { type Judged, Judges, type JudgesOptions } from './judges.ts';
import type { LearnedTriage } from './learned-triage.ts';
import type { Reply } from './queue/question.ts';
import { readingAddress } from './queue/question-address.ts';
import { Desk } from './queue/question-queue.ts';
import type { Court } from './queue/run-context.ts';

export interface TribunalOptions extends JudgesOptions {
  route: 'triage' | 'all';
  aggregate: 'always' | 'conflicts' | 'never';
  /** The usual ones where left out. */
  rules?: Rules;
  /** Chooses the judges in the place of the triage agent. */
  router?: Pick<LearnedTriage, 'route' | 'teach'> | undefined;
}

/** A decision, and what it rests on: the answers of all agents. */
export interface Heard extends Omit<Judged, 'outcomes'> {
  decision: Decision;
}

/** The panel of a run: triage, a judge for every theme, and the aggregator. */
export class Tribunal {
  readonly #court: Court;
  readonly #themes: readonly ThemeAgent[];
  readonly #options: TribunalOptions;
  readonly #identity: ModelWindow['identity'];
  readonly #unread: ModelWindow['unread'];
  readonly #triage: Desk<Reading>;
  readonly #judges: Judges;
  readonly #aggregator: Desk<Ruling>;
  readonly #digests: { triage: string; aggregator: string };

  constructor(
    court: Court,
    themes: readonly ThemeAgent[],
    window: ModelWindow,
    options: TribunalOptions,
  ) {
    this.#court = court;
    this.#themes = themes;
    this.#options = options;
    this.#identity = window.identity;
    this.#unread = window.unread;
    this.#triage = new Desk(court, 'triage', triageSpec(themes), window.model());
    this.#judges = new Judges(court, themes, window, options);
    this.#aggregator = new Desk(court, 'aggregator', aggregatorSpec(themes), window.model());
    this.#digests = { triage: triageDigest(themes), aggregator: aggregatorDigest(themes) };
  }

  /** Hears one ticket to its decision. Rejects only where the whole run has to stop. */
  async hear(ticket: Ticket): Promise<Heard> {
    if (ticket.defect !== undefined)
      return heardNothing(failedDecision('not_judged', ticket.defect));
    const language = this.#unread?.(ticket.text);
    if (language !== undefined) return heardNothing(this.#leave(ticket, language));
    const { flow } = this.#court;
    const hearing = {
      ticket,
      address: ticketAddress(ticket),
      sources: {} as Record<string, string>,
      reused: 0,
      routing: this.#options.router?.route(ticket),
      past: {
        triage: flow.expect('triage'),
        judges: flow.expect('judges'),
        aggregator: flow.expect('aggregator'),
      },
    };
    try {
      // 1. Triage reads the ticket and names the themes worth judging.
      const reading = await this.#read(hearing);
      if (reading !== undefined && !reading.ok && !isUnfit(reading))
        return {
          ...heardNothing(
            failedDecision('triage_failed', `triage: ${reading.cause}: ${reading.detail}`),
          ),
          sources: hearing.sources,
        };
      count(hearing, reading);
      // 2. It hands the ticket to their judges, all at once.
      const routes = this.#routesOf(hearing, reading);
      const repairs = reading?.ok === false ? reading : undefined;
      const { address, past } = hearing;
      const judged = await this.#judges.ask(ticket, address, { routes, repairs }, past.judges);
      const { outcomes, audits } = judged;
      Object.assign(hearing.sources, judged.sources);
      hearing.reused += judged.reused;
      this.#options.router?.teach(ticket.row, outcomes);
      // 3. Rules settle what they can; the aggregator is asked about the rest.
      const reply = await this.#settle(hearing, outcomes);
      count(hearing, reply);
      // 4. The decision follows from all that.
      const decision = decide({
        ticket,
        themes: this.#themes,
        outcomes,
        sentiment: reading?.ok ? reading.answer.sentiment : null,
        ruling: reply?.ok ? reply.answer : undefined,
        aggregatorFailure: reply?.ok === false ? `${reply.cause}: ${reply.detail}` : undefined,
        ...(this.#options.rules === undefined ? {} : { rules: this.#options.rules }),
      });
      if (reading?.ok === false)
        decision.rules.unshift({
          rule: 'triage_failed',
          detail: `${reading.cause}: ${reading.detail}; every judge was asked`,
        });
      if (hearing.routing !== undefined)
        decision.rules.push({ rule: 'left_unasked', detail: describeLeft(hearing.routing) });
      const { sources, reused } = hearing;
      return { decision, sources, reused, audits };
    } finally {
      for (const release of Object.values(hearing.past)) release();
    }
  }

  /** To a person: the model that would be asked can't read it. */
  #leave(ticket: Ticket, language: string): Decision {
    return decide({
      ...{ ticket, themes: this.#themes, sentiment: null },
      outcomes: this.#themes.map(({ id }) => ({ theme: id, kind: 'not_routed' })),
      unread: `the ticket is in ${language}, which the embedded model does not read`,
    });
  }

  async #read({ ticket, address, sources, past }: Hearing): Promise<Reply<Reading> | undefined> {
    if (this.#options.route === 'all' || this.#options.router !== undefined) {
      past.triage();
      return undefined;
    }
    sources.triage = readingAddress(this.#identity(), this.#digests.triage, address);
    const reply = this.#triage.ask({
      address: sources.triage,
      row: ticket.row,
      line: ticketLine(ticket),
      reason: '',
    });
    past.triage();
    return reply;
  }

  /** Without a usable reading every judge is asked: triage may cost calls, never a theme. */
  #routesOf({ routing }: Hearing, reading: Reply<Reading> | undefined): Map<string, string> {
    if (routing !== undefined)
      return new Map(
        this.#themes.flatMap(({ id }, theme) =>
          routing.asked[theme] ? [[id, describeRoute(routing, theme)] as const] : [],
        ),
      );
    if (reading?.ok)
      return new Map(reading.answer.routes.map(({ theme, reason }) => [theme, reason]));
    const reason = reading === undefined ? 'every judge is asked' : 'triage gave no usable answer';
    return new Map(this.#themes.map(({ id }) => [id, reason]));
  }

  async #settle({ ticket, address, sources, past }: Hearing, outcomes: Outcome[]) {
    const { conflicts } = reconcile(ticket, this.#themes, outcomes, this.#options.rules);
    const { aggregate } = this.#options;
    const hasVerdict = outcomes.some(({ kind }) => kind === 'verdict');
    const wanted = aggregate === 'always' || (aggregate === 'conflicts' && conflicts.length > 0);
    if (!wanted || !hasVerdict) {
      past.aggregator();
      return undefined;
    }
    const panel = panelLine(outcomes, conflicts);
    sources.aggregator = addressOf(
      'ruling',
      this.#identity(),
      this.#digests.aggregator,
      address,
      JSON.stringify(panel),
    );
    const reply = this.#aggregator.ask({
      address: sources.aggregator,
      row: ticket.row,
      line: { ...ticketLine(ticket), ...panel },
      reason: '',
    });
    past.aggregator();
    return reply;
  }
}

interface Hearing {
  ticket: Ticket;
  address: string;
  sources: Record<string, string>;
  reused: number;
  routing: Routing | undefined;
  past: Record<'triage' | 'judges' | 'aggregator', () => void>;
}

function heardNothing(decision: Decision): Heard {
  return { decision, sources: {}, reused: 0, audits: [] };
}

function count(hearing: Hearing, reply: Reply<unknown> | undefined): void {
  if (reply?.ok && reply.reused) hearing.reused += 1;
}

/** An answer came and could not be taken, as against a call that never came through. */
function isUnfit(reply: Reply<unknown>): boolean {
  return (
    !reply.ok &&
    [
      'text_instead_of_tool',
      'bad_arguments',
      'wrong_ids',
      'contradictory_answers',
      'refusal',
      'truncated_answer',
    ].includes(reply.cause)
  );
}
