// One docket for the judge of a theme, as a model is asked about it.
import {
  type Model,
  type ModelRequest,
  type ModelResponse,
  Runner,
  withTrace,
} from '@openai/agents';
import { defineTheme, judgeSpec } from '../../agents/judge.ts';
import { buildAgent, type Docket } from '../../src/agent/agent.ts';
import type { AgentSpec } from '../../src/agent/answer.ts';
import { docketIds, renderDocket } from '../../src/agent/docket.ts';
import type { Verdict } from '../../src/domain/decision/outcome.ts';
import type { Tariff } from '../../src/domain/prices.ts';
import type { Footing } from '../../src/model/answers/adapt.ts';
import { asking } from '../../src/model/asked.ts';
import type { ModelFault } from '../../src/model/faults/fault.ts';
import { readFault } from '../../src/model/faults/read-fault.ts';
import { noStream } from '../../src/model/no-stream.ts';
import type { Memory } from '../../src/model/window.ts';
import { docketLines } from '../../src/self-test/docket-lines.ts';
import type { Answerer } from '../support/chat-server.ts';

const theme = defineTheme({
  id: 'waiting_time',
  name: 'Waiting time',
  definition: 'The customer waited too long.',
});
export const judge = judgeSpec(theme);

/** For tests in which nobody pays. */
export const free: Tariff = { kind: 'free' };
/** A dollar for every token that comes back, and none for those that go out. */
export const dollarOut: Tariff = { kind: 'given', input: 0, cached: 0, output: 1e6 };

/** A model whose answer a function gives. */
export function modelOf(getResponse: Model['getResponse']): Model {
  return { getResponse, getStreamedResponse: noStream };
}

/** What the Runner asks a model on behalf of the agent, about these texts. */
export function requestOf(
  texts = ['I waited two weeks.'],
  spec: AgentSpec<unknown> = judge,
): ModelRequest {
  const agent = buildAgent(spec, modelOf(noStream), { temperature: 0 });
  return {
    systemInstructions: spec.instructions,
    input: [{ type: 'message', role: 'user', content: promptOf(texts) }],
    modelSettings: agent.modelSettings,
    tools: agent.tools.flatMap((tool) => {
      if (tool.type !== 'function') return [];
      const { type, name, description, parameters, strict } = tool;
      return [{ type, name, description, parameters, strict }];
    }),
    outputType: 'text',
    handoffs: [],
    tracing: false,
  };
}

export function ask(model: Model, request = requestOf()): Promise<ModelResponse> {
  return withTrace('ask', () => askedAs(request, () => model.getResponse(request)));
}

/** What the request asks, as its agent tells the models beside it. */
export function askedAs<Result>({ input, tools }: ModelRequest, work: () => Result): Result {
  const tickets = docketLines(input) as { id: string }[];
  const isJudge = tools.some((tool) => 'name' in tool && tool.name === judge.tool.name);
  const { name, bare } = isJudge ? judge : { name: 'triage', bare: undefined };
  return asking({ agent: name, ids: tickets.map(({ id }) => id), tickets, bare }, work);
}

/** What went wrong with a call that must fail. */
export async function faultOf(asked: Promise<unknown>): Promise<ModelFault> {
  const fault = await asked.then(
    () => undefined,
    (error: unknown) => readFault(error),
  );
  if (fault === undefined) throw new Error('no fault');
  return fault;
}

/** The verdicts on these texts, through the SDK's Runner. */
export async function judgeTexts(model: Model, texts: string[]): Promise<Verdict[]> {
  const docket: Docket<Verdict> = { ids: docketIds(texts) };
  const agent = buildAgent(judge, model, { temperature: 0 });
  await withTrace('judge', () =>
    askedAs(requestOf(texts), () =>
      new Runner().run(agent, promptOf(texts), { context: docket, maxTurns: 2 }),
    ),
  );
  return [...(docket.answers ?? new Map<string, Verdict>()).values()];
}

/** A judge's arguments: yes to every ticket, its first words quoted. */
export const sayYes: Answerer = ({ tickets }) => ({
  verdicts: tickets.map(({ id, text }) => ({
    ticket: id,
    verdict: 'yes',
    confidence: 0.8,
    quote: String(text).slice(0, 8),
    rationale: 'it says so',
  })),
});

/** The name and arguments of an answer's only call. */
export function callOf({ output }: ModelResponse): { name: string; arguments: unknown } {
  const [call, ...others] = output;
  if (call?.type !== 'function_call' || others.length > 0)
    throw new Error(`no single call: ${JSON.stringify(output)}`);
  return { name: call.name, arguments: JSON.parse(call.arguments) };
}

/** Remembers footings in a map, as the ledger does in a table. */
export function createMemory(footings = new Map<string, Footing>()): Memory {
  return {
    footing: (key) => ({
      recall: async () => footings.get(key),
      remember: async (footing) => {
        footings.set(key, footing);
      },
    }),
  };
}

function promptOf(texts: string[]): string {
  return renderDocket(
    docketIds(texts),
    texts.map((text) => ({ text })),
  );
}
