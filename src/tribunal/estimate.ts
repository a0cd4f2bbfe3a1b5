import { z } from 'zod';
import { aggregatorSpec } from '../../agents/aggregator.ts';
import { judgeSpec, type ThemeAgent } from '../../agents/judge.ts';
import { triageSpec } from '../../agents/triage.ts';
import { type AgentSpec, answerParameters } from '../agent/answer.ts';
import { renderDocket } from '../agent/docket.ts';
import { costOf, type Tariff, tariffOf } from '../domain/prices.ts';
import type { RunOptions } from '../settings/options.ts';
import { ballotModels } from './queue/votes.ts';

/** What the estimates take for granted, in one place. */
export const assumed = {
  charactersPerToken: 4,
  /** Themes that triage hands a ticket to, on average. */
  routedThemes: 2,
  /** One ticket in so many is left to the aggregator by `--aggregate conflicts`. */
  ticketsPerConflict: 10,
  verdictTokens: 60,
  readingTokens: 40,
  rulingTokens: 80,
  /** A call takes so long, and longer for each token that comes back. */
  secondsPerCall: 2,
  tokensPerSecond: 50,
  embeddedTicketsPerSecond: 500,
  /** The most that a triage that learns left unasked on labelled files, of all questions. */
  learnedSaves: 0.6,
};

export type PlanOptions = Pick<
  RunOptions,
  | 'file'
  | 'columns'
  | 'themes'
  | 'endpoint'
  | 'route'
  | 'triage'
  | 'aggregate'
  | 'docket'
  | 'concurrency'
  | 'limits'
  | 'price'
  | 'votes'
  | 'panel'
  | 'isDocketAuto'
> &
  Partial<Pick<RunOptions, 'ledger'>>;

/** The tickets of a file, as far as they cost anything. */
export interface TicketCount {
  rows: number;
  /** Rows that can't be judged. */
  defects: number;
  /** Rows that read like an earlier one, and share its answers. */
  repeated: number;
  /** Different tickets to judge. */
  tickets: number;
  /** The lines of these tickets in prompts. */
  characters: number;
}

/** What binds: a limit of the server's, or how long calls take. */
export type Binding = 'rpm' | 'tpm' | 'rpd' | 'latency';

/** What a run would come to with dockets of one size. */
export interface DocketPlan {
  docket: number;
  calls: { triage: number; judges: number; aggregator: number; all: number };
  tokensIn: number;
  tokensOut: number;
  /** US dollars; null where a price is unknown. */
  cost: number | null;
  seconds: number;
  boundBy: Binding;
}

/** What every agent is asked in a run over so many tickets, in tickets: an average, so not always whole. */
function askedIn(
  { route, triage, aggregate }: Pick<PlanOptions, 'route' | 'triage' | 'aggregate'>,
  themes: number,
  tickets: number,
) {
  // What a triage that learns leaves out nobody knows before: at most, every judge is asked.
  const asksAll = route === 'all' || triage !== undefined;
  const routed = asksAll ? themes : Math.min(assumed.routedThemes, themes);
  const share = { always: 1, conflicts: assumed.ticketsPerConflict, never: Infinity }[aggregate];
  return {
    routed,
    triage: asksAll ? 0 : tickets,
    judge: (tickets * routed) / themes,
    aggregator: Math.ceil(tickets / share),
  };
}

/** Calls that a run over so many tickets is planned to take. */
export function plannedCalls(
  options: Pick<PlanOptions, 'route' | 'triage' | 'aggregate' | 'votes' | 'panel' | 'docket'>,
  themes: readonly Pick<ThemeAgent, 'judge'>[],
  tickets: number,
): number {
  const asked = askedIn(options, themes.length, tickets);
  const ballots = themes.reduce((sum, theme) => sum + ballotModels(theme, options).length, 0);
  const calls = (of: number) => callsFor(of, options.docket);
  return calls(asked.triage) + ballots * calls(asked.judge) + calls(asked.aggregator);
}

/** What one agent is asked in the whole run. */
interface Part {
  stage: 'triage' | 'judges' | 'aggregator';
  tariff: Tariff;
  /** Tickets that it is asked about; an average, so not always whole. */
  asked: number;
  /** Tokens of a call before its first ticket. */
  callTokens: number;
  /** Tokens of all its tickets. */
  ticketTokens: number;
  /** Tokens of one answer. */
  answerTokens: number;
}

export function shareOut(
  options: PlanOptions,
  themes: readonly ThemeAgent[],
  { tickets, characters }: TicketCount,
): Part[] {
  const { endpoint, price } = options;
  const inAll = askedIn(options, themes.length, tickets);
  const part = (
    stage: Part['stage'],
    spec: AgentSpec<unknown>,
    asked: number,
    answerTokens: number,
  ): Part => ({
    stage,
    tariff: price ?? tariffOf(spec.model ?? endpoint.model, endpoint.baseURL),
    asked,
    callTokens: promptCharacters(spec) / assumed.charactersPerToken,
    ticketTokens: tickets === 0 ? 0 : (characters * asked) / tickets / assumed.charactersPerToken,
    answerTokens,
  });
  const parts = themes.flatMap((theme) =>
    ballotModels(theme, options).map(({ model }) =>
      part('judges', { ...judgeSpec(theme), model }, inAll.judge, assumed.verdictTokens),
    ),
  );
  if (inAll.triage > 0)
    parts.push(part('triage', triageSpec(themes), inAll.triage, assumed.readingTokens));
  if (inAll.aggregator > 0) {
    const spec = aggregatorSpec(themes);
    const aggregator = part('aggregator', spec, inAll.aggregator, assumed.rulingTokens);
    // It reads what the judges wrote.
    aggregator.ticketTokens += inAll.aggregator * inAll.routed * assumed.verdictTokens;
    parts.push(aggregator);
  }
  return parts;
}

/** What a call says before its tickets: instructions, tools, the docket's heading. */
function promptCharacters(spec: AgentSpec<unknown>): number {
  const tools = [{ ...spec.tool, parameters: answerParameters(spec) }, ...spec.helpers].map(
    ({ name, description, parameters }) => ({
      name,
      description,
      parameters: z.toJSONSchema(parameters, { unrepresentable: 'any' }),
    }),
  );
  return spec.instructions.length + JSON.stringify(tools).length + renderDocket([], []).length;
}

export function planDocket(
  docket: number,
  parts: readonly Part[],
  { tickets }: TicketCount,
  { endpoint, concurrency, limits }: PlanOptions,
): DocketPlan {
  const loads = parts.map((part) => {
    const calls = callsFor(part.asked, docket);
    return {
      stage: part.stage,
      tariff: part.tariff,
      calls,
      in: calls * part.callTokens + part.ticketTokens,
      out: part.asked * part.answerTokens,
      longestSeconds: secondsOf(
        Math.min(1, calls),
        Math.min(docket, Math.ceil(part.asked)) * part.answerTokens,
      ),
    };
  });
  const sum = (of: (load: (typeof loads)[number]) => number, among = loads) =>
    among.reduce((total, load) => total + of(load), 0);
  const stage = (name: Part['stage']) => loads.filter((load) => load.stage === name);
  const callsOf = (name: Part['stage']) => Math.round(sum(({ calls }) => calls, stage(name)));
  const calls = {
    triage: callsOf('triage'),
    judges: callsOf('judges'),
    aggregator: callsOf('aggregator'),
  };
  const all = calls.triage + calls.judges + calls.aggregator;
  const tokensIn = Math.round(sum((load) => load.in));
  const tokensOut = Math.round(sum((load) => load.out));
  const costs = loads.map((load) => costOf(load.tariff, load));

  // However many are out at once, a ticket's stages follow one another.
  const chain = (['triage', 'judges', 'aggregator'] as const)
    .map((name) => Math.max(0, ...stage(name).map(({ longestSeconds }) => longestSeconds)))
    .reduce((total, seconds) => total + seconds, 0);
  const latency =
    endpoint.api === 'embedded'
      ? tickets / assumed.embeddedTicketsPerSecond
      : Math.max(chain, secondsOf(all, tokensOut) / concurrency.start);
  const times: [Binding, number][] = [
    ['latency', latency],
    ['rpm', limits?.rpm === undefined ? 0 : (60 * all) / limits.rpm],
    ['tpm', limits?.tpm === undefined ? 0 : (60 * (tokensIn + tokensOut)) / limits.tpm],
    ['rpd', limits?.rpd === undefined ? 0 : secondsOfDays(all, limits.rpd)],
  ];
  const [boundBy, seconds] = times.reduce((slowest, time) =>
    time[1] > slowest[1] ? time : slowest,
  );
  return {
    docket,
    calls: { ...calls, all },
    tokensIn,
    tokensOut,
    cost: costs.reduce<number | null>(
      (total, cost) => (total === null || cost === undefined ? null : total + cost),
      0,
    ),
    seconds,
    boundBy,
  };
}

/**
 * What a triage that learns may take, beside the triage agent; nothing where it is not used. Its judges see whatever it
 * can't rule out, the triage agent's only what it names.
 */
export function compareTriage(
  { calls }: DocketPlan,
  docket: number,
  options: PlanOptions,
  themes: readonly ThemeAgent[],
  count: TicketCount,
): string | undefined {
  if (options.triage === undefined) return undefined;
  const plainOptions = { ...options, route: 'triage' as const, triage: undefined };
  const plain = planDocket(docket, shareOut(plainOptions, themes, count), count, options).calls.all;
  const least = Math.round(calls.judges * (1 - assumed.learnedSaves)) + calls.aggregator;
  const share = 100 * options.triage.maxMiss;
  return [
    `--triage learned is estimated at ${least} to ${calls.all} model calls, plain triage at ${plain}`,
    ...(plain < least
      ? [
          `plain triage is cheaper: leave out --triage learned, unless a bound on missed yes verdicts (${share} %) is worth the difference`,
        ]
      : []),
  ].join('; ');
}

/** No call goes without a ticket: less than one ticket a judge is less than one call a judge. */
function callsFor(asked: number, docket: number): number {
  return Math.min(Math.ceil(asked / docket), asked);
}

function secondsOf(calls: number, tokensOut: number): number {
  return calls * assumed.secondsPerCall + tokensOut / assumed.tokensPerSecond;
}

/** Whole days: what a day's limit leaves over waits for the next. Nothing where one day will do. */
function secondsOfDays(calls: number, perDay: number): number {
  return calls <= perDay ? 0 : Math.ceil(calls / perDay) * 86_400;
}
