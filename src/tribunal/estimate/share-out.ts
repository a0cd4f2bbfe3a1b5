import { z } from 'zod';
import { aggregatorSpec } from '../../../agents/aggregator.ts';
import { judgeSpec, type ThemeAgent } from '../../../agents/judge.ts';
import { stackSpec } from '../../../agents/stack.ts';
import { triageSpec } from '../../../agents/triage.ts';
import { type AgentSpec, answerParameters } from '../../agent/answer.ts';
import { renderDocket } from '../../agent/docket.ts';
import { priceOf, type Tariff } from '../../domain/prices.ts';
import { closedEntry } from '../../model/answers/closed-schema.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { PollOptions, RunOptions } from '../../settings/options.ts';
import { ballotModels } from '../queue/votes.ts';
import { type Stackable, stacksOf } from '../stacks.ts';
import type { OpenQuestions } from './known-answers.ts';

/** What the estimates take for granted, in one place. */
export const assumed = {
  charactersPerToken: 4,
  /** Themes that triage hands a ticket to, on average. */
  routedThemes: 2,
  /** One ticket in so many is left to the aggregator by `--aggregate conflicts`. */
  ticketsPerConflict: 10,
  verdictTokens: 60,
  /** Where themes travel together: most verdicts are a no without a word. */
  stackedVerdictTokens: 25,
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
  | 'isRouteAuto'
  | 'triage'
  | 'aggregate'
  | 'docket'
  | 'stack'
  | 'alone'
  | 'isStackAuto'
  | 'concurrency'
  | 'limits'
  | 'price'
  | 'votes'
  | 'panel'
  | 'isDocketAuto'
> &
  Partial<Pick<RunOptions, 'ledger' | 'fresh'>>;

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
  /** What the ledger lacks of their answers; all of them where that is not known. */
  open?: OpenQuestions | undefined;
}

/** What every agent is asked in a run over so many tickets, in tickets: an average, so not always whole. */
function askedIn(
  {
    route,
    triage,
    aggregate,
    votes = 1,
    panel,
  }: Pick<PlanOptions, 'route' | 'triage' | 'aggregate' | 'votes' | 'panel'>,
  themes: number,
  tickets: number,
  open?: OpenQuestions,
) {
  // What a triage that learns leaves out nobody knows before: at most, every judge is asked.
  const asksAll = route === 'all' || triage !== undefined;
  const routed = asksAll ? themes : Math.min(assumed.routedThemes, themes);
  const share = { always: 1, conflicts: assumed.ticketsPerConflict, never: Infinity }[aggregate];
  const unread = open?.unread ?? tickets;
  const known = open === undefined ? 0 : open.verdicts / (panel?.length ?? votes);
  return {
    routed,
    triage: asksAll ? 0 : unread,
    judge: (unread * routed + known) / themes,
    aggregator: Math.ceil((open?.tickets ?? tickets) / share),
  };
}

/** Calls that a run over so many tickets is planned to take. */
export function plannedCalls(
  options: Pick<
    PlanOptions,
    'route' | 'triage' | 'aggregate' | 'votes' | 'panel' | 'docket' | 'stack' | 'alone'
  >,
  themes: readonly Stackable[],
  tickets: number,
): number {
  const asked = askedIn(options, themes.length, tickets);
  const calls = (of: number) => callsFor(of, options.docket);
  const judges = stacksOf(themes, options.stack, options.alone).map(
    (stack) => votesOf(stack, options).length * calls(ticketsOf(stack, asked.judge, tickets)),
  );
  return judges.reduce((sum, own) => sum + own, calls(asked.triage) + calls(asked.aggregator));
}

/** Tickets that have a question for any of these judges, where each is asked about so many. */
function ticketsOf({ length }: readonly unknown[], asked: number, tickets: number): number {
  if (length === 1 || tickets === 0) return asked;
  return tickets * (1 - (1 - Math.min(1, asked / tickets)) ** length);
}

/** Who is asked: those that are judged in one call are asked alike. */
function votesOf([theme = {}]: readonly Pick<ThemeAgent, 'judge'>[], options: PollOptions) {
  return ballotModels(theme, options);
}

/** What one agent is asked in the whole run. */
export interface Part {
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
  { tickets, characters, open }: TicketCount,
): Part[] {
  const { endpoint, price } = options;
  const inAll = askedIn(options, themes.length, tickets, open);
  const part = (
    stage: Part['stage'],
    spec: AgentSpec<unknown>,
    asked: number,
    answerTokens: number,
  ): Part => ({
    stage,
    tariff: priceOf({ ...endpoint, model: spec.model ?? endpoint.model }, price),
    asked,
    callTokens: promptCharacters(spec) / assumed.charactersPerToken,
    ticketTokens:
      tickets === 0
        ? 0
        : asked *
          ((characters / tickets + schemaCharacters(spec, endpoint)) / assumed.charactersPerToken),
    answerTokens,
  });
  const parts = stacksOf(themes, options.stack, options.alone).flatMap((stack) => {
    const asked = ticketsOf(stack, inAll.judge, tickets);
    const each = (stack.length * inAll.judge) / Math.max(1, asked);
    const [spec, tokens] =
      stack.length === 1 && stack[0] !== undefined
        ? [judgeSpec(stack[0]), assumed.verdictTokens]
        : [stackSpec(stack), each * assumed.stackedVerdictTokens];
    return votesOf(stack, options).map(({ model }) =>
      part('judges', { ...spec, model }, asked, tokens),
    );
  });
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
export function promptCharacters(spec: AgentSpec<unknown>): number {
  const helpers = spec.helpers.map(({ name, description, parameters }) => ({
    name,
    description,
    parameters: z.toJSONSchema(parameters, { unrepresentable: 'any' }),
  }));
  const tools = [{ ...spec.tool, parameters: answerParameters(spec) }, ...helpers];
  return spec.instructions.length + JSON.stringify(tools).length + renderDocket([], []).length;
}

/** What is said of each ticket beside its line, to servers that write by the schema of a tool. */
function schemaCharacters(spec: AgentSpec<unknown>, { baseURL }: Endpoint): number {
  return spec.judges === undefined
    ? closedEntry(baseURL, answerParameters(spec), spec.choices).length
    : 0;
}

/** No call goes without a ticket: less than one ticket a judge is less than one call a judge. */
export function callsFor(asked: number, docket: number): number {
  return Math.min(Math.ceil(asked / docket), asked);
}
