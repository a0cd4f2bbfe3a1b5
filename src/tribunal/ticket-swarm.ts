import { panelLine } from '../../agents/aggregator.ts';
import type { ThemeAgent } from '../../agents/judge.ts';
import { ticketLine } from '../agent/docket.ts';
import { addressOf, readingAddress, ticketAddress } from '../domain/address.ts';
import { decide, type Ruling } from '../domain/decision/decide.ts';
import type { Conflict, Decision } from '../domain/decision/decision.ts';
import type { Outcome } from '../domain/decision/outcome.ts';
import { reconcile } from '../domain/decision/reconcile.ts';
import { describeLeft, describeRoute, type Routing } from '../domain/decision/routing.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Agents } from './agents.ts';
import type { Judged } from './judges.ts';
import type { Stage } from './queue/flush-signal.ts';
import type { Failed } from './queue/question.ts';
import type { Asked, Swarm, Triaged } from './swarm.ts';

/** A call that never came through, though the ticket can't go on without. */
export class Unanswered extends Error {
  override name = 'Unanswered';
}

/** The agents of a run, as one ticket meets them, and what its decision rests on. */
export class TicketSwarm implements Swarm {
  readonly #agents: Agents;
  readonly #expected: Record<Stage, () => void>;
  #address: { ticket: Ticket; address: string } | undefined;
  /** Nothing where triage is an agent. */
  #routing: Routing | undefined;
  #triageFailure: Failed | undefined;
  #aggregatorFailure: Failed | undefined;
  /** What the decision rests on: the addresses of answers by agent, and how many of them were there already. */
  readonly evidence: Omit<Judged, 'outcomes'> = { sources: {}, reused: 0, audits: [] };

  constructor(agents: Agents) {
    const { flow } = agents.court;
    this.#agents = agents;
    this.#expected = {
      triage: flow.expect('triage'),
      judges: flow.expect('judges'),
      aggregator: flow.expect('aggregator'),
    };
  }

  get themes(): readonly ThemeAgent[] {
    return this.#agents.themes;
  }

  async unread({ text }: Ticket): Promise<string | undefined> {
    return this.#agents.unread?.(text);
  }

  leave(ticket: Ticket, language: string): Decision {
    return decide({
      ticket,
      themes: this.themes,
      sentiment: null,
      outcomes: this.themes.map(({ id }) => ({ theme: id, kind: 'not_routed' })),
      unread: `the ticket is in ${language}, which the embedded model does not read`,
    });
  }

  async triage(ticket: Ticket): Promise<Triaged> {
    const { options, triage } = this.#agents;
    this.#routing = options.router?.route(ticket);
    if (this.#routing !== undefined)
      return { routes: chosenBy(this.#routing, this.themes), sentiment: null };
    if (options.route === 'all') return this.#everyJudge('every judge is asked');
    const address = readingAddress(triage.identity(), triage.digest, this.#addressOf(ticket));
    this.evidence.sources.triage = address;
    const asked = triage.desk.ask({
      address,
      row: ticket.row,
      line: ticketLine(ticket),
      reason: '',
    });
    this.#pass('triage');
    const reply = await asked;
    if (!reply.ok) {
      if (!isUnfit(reply)) throw new Unanswered(`triage: ${reply.cause}: ${reply.detail}`);
      this.#triageFailure = reply;
      return this.#everyJudge('triage gave no usable answer');
    }
    if (reply.reused) this.evidence.reused += 1;
    const { routes, sentiment } = reply.answer;
    return { routes: new Map(routes.map(({ theme, reason }) => [theme, reason])), sentiment };
  }

  async handOff(
    ticket: Ticket,
    routes: ReadonlyMap<string, string>,
    { model }: Asked = {},
  ): Promise<Outcome[]> {
    const judged = await this.#agents
      .judges(model)
      .ask(
        ...([ticket, this.#addressOf(ticket), { routes, repairs: this.#triageFailure }] as const),
        () => this.#pass('triage', 'judges'),
      );
    for (const [agent, address] of Object.entries(judged.sources))
      this.evidence.sources[model === undefined ? agent : `${agent} on ${model}`] = address;
    this.evidence.reused += judged.reused;
    this.evidence.audits.push(...judged.audits);
    if (model === undefined) this.#agents.options.router?.teach(ticket.row, judged.outcomes);
    return judged.outcomes;
  }

  reconcile(
    ticket: Ticket,
    outcomes: readonly Outcome[],
  ): { conflicts: Conflict[]; isSettled: boolean } {
    const { rules, aggregate } = this.#agents.options;
    const { conflicts } = reconcile(ticket, this.themes, outcomes, rules);
    const isWanted = aggregate === 'always' || (aggregate === 'conflicts' && conflicts.length > 0);
    return { conflicts, isSettled: !isWanted || !outcomes.some(({ kind }) => kind === 'verdict') };
  }

  async aggregator(
    ticket: Ticket,
    outcomes: readonly Outcome[],
    conflicts: readonly Conflict[],
    { model }: Asked = {},
  ): Promise<Ruling | undefined> {
    const { desk, digest, identity } = this.#agents.aggregator(model);
    const panel = panelLine(outcomes, conflicts);
    const of = [this.#addressOf(ticket), JSON.stringify(panel)];
    const address = addressOf('ruling', identity(), digest, ...of);
    this.evidence.sources.aggregator = address;
    const line = { ...ticketLine(ticket), ...panel };
    const asked = desk.ask({ address, row: ticket.row, line, reason: '' });
    this.#pass('triage', 'judges', 'aggregator');
    const reply = await asked;
    this.#aggregatorFailure = reply.ok ? undefined : reply;
    if (!reply.ok) return undefined;
    if (reply.reused) this.evidence.reused += 1;
    return reply.answer;
  }

  decide(ticket: Ticket, given: Parameters<Swarm['decide']>[1]): Decision {
    const { rules } = this.#agents.options;
    const [lost, failed] = [this.#triageFailure, this.#aggregatorFailure];
    const decision = decide({
      ticket,
      themes: this.themes,
      ...given,
      sentiment: given.sentiment ?? null,
      aggregatorFailure: failed && `${failed.cause}: ${failed.detail}`,
      ...(rules === undefined ? {} : { rules }),
    });
    if (lost !== undefined)
      decision.rules.unshift({
        rule: 'triage_failed',
        detail: `${lost.cause}: ${lost.detail}; every judge was asked`,
      });
    if (this.#routing !== undefined)
      decision.rules.push({ rule: 'left_unasked', detail: describeLeft(this.#routing) });
    return decision;
  }

  /** Nothing more is asked: what waits for its company need not wait for this ticket. */
  end(): void {
    this.#pass('triage', 'judges', 'aggregator');
  }

  #pass(...stages: Stage[]): void {
    for (const stage of stages) this.#expected[stage]();
  }

  #everyJudge(reason: string): Triaged {
    return { routes: new Map(this.themes.map(({ id }) => [id, reason])), sentiment: null };
  }

  /** A workflow may have its own text of a ticket judged, as in another language. */
  #addressOf(ticket: Ticket): string {
    if (this.#address?.ticket !== ticket)
      this.#address = { ticket, address: ticketAddress(ticket) };
    return this.#address.address;
  }
}

function chosenBy(routing: Routing, themes: readonly { id: string }[]): Map<string, string> {
  return new Map(
    themes.flatMap(({ id }, theme) =>
      routing.asked[theme] ? [[id, describeRoute(routing, theme)] as const] : [],
    ),
  );
}

/** An answer came and could not be taken, as against a call that never came through. */
function isUnfit({ cause }: Failed): boolean {
  return [
    ...['text_instead_of_tool', 'bad_arguments', 'wrong_ids', 'contradictory_answers'],
    ...['refusal', 'truncated_answer', 'unknown_theme'],
  ].includes(cause);
}
