import {
  type Model,
  type ModelRequest,
  type ModelResponse,
  Usage,
  withGenerationSpan,
} from '@openai/agents';
import { keepExchange } from '../domain/exchange.ts';
import { themeOfJudge } from '../domain/theme.ts';
import { answerTool } from '../model/answers/read-answer.ts';
import { askedNow } from '../model/asked.ts';
import { createMeter } from '../model/meter.ts';
import { noStream } from '../model/no-stream.ts';
import type { ModelWindow } from '../model/window.ts';
import { docketLines } from './docket-lines.ts';
import type { Entry, Line, Oracle } from './oracle.ts';

/** A call as an injector sees it. */
export interface Call {
  /** `triage`, `judge:<theme>` or `aggregator`. */
  agent: string;
  lines: Line[];
}

/** What an injector does at the boundary to the model. What it leaves out goes as it should. */
export interface Tampering {
  /** The prompt, before the model reads it. */
  request?(call: Call, request: ModelRequest): ModelRequest;
  /** One ticket's entries in the answer: another one, two, or none. */
  entries?(call: Call, line: Line, entry: Entry): Entry[];
  /** All tickets' entries in the answer, in their order. */
  answers?(call: Call, entries: Entry[]): Entry[];
  /** In the place of the whole answer; it may throw. */
  response?(call: Call): ModelResponse['output'] | undefined;
  /** In the place of triage's handoff to a judge. */
  handOver?(call: Call): ModelResponse['output'] | undefined;
}

/** The window to a model that answers rightly but for what is tampered with. */
export function tamperedWindow(
  oracle: Oracle,
  identity: string,
  tampering: Tampering,
): ModelWindow & { handOver(model: Model, judge: string): Model } {
  const transport: Model = {
    getStreamedResponse: noStream,
    getResponse: (request) => answer(oracle, request, tampering),
  };
  const model = createMeter(transport, { tariff: { kind: 'free' }, pauseMs: 0 });
  return {
    model: () => model,
    identity: () => identity,
    handOver: (handing, judge) => ({
      getStreamedResponse: noStream,
      async getResponse(request) {
        const call = { agent: judge, lines: linesOf(request) };
        const output = tampering.handOver?.(call);
        return output === undefined ? handing.getResponse(request) : { usage: new Usage(), output };
      },
    }),
  };
}

async function answer(
  oracle: Oracle,
  asked: ModelRequest,
  tampering: Tampering,
): Promise<ModelResponse> {
  const agent = askedNow()?.agent ?? '';
  const call = { agent, lines: linesOf(asked) };
  const request = tampering.request?.(call, asked) ?? asked;
  return withGenerationSpan(async (span) => {
    const exchange = {
      request: JSON.stringify({ instructions: request.systemInstructions, input: request.input }),
      response: null as string | null,
      status: null as number | null,
    };
    keepExchange(span, exchange);
    const output = tampering.response?.(call) ?? rightAnswer(oracle, request, call, tampering);
    exchange.status = 200;
    exchange.response = JSON.stringify(output);
    return { usage: new Usage({ requests: 1 }), output };
  });
}

function rightAnswer(
  oracle: Oracle,
  request: ModelRequest,
  call: Call,
  tampering: Tampering,
): ModelResponse['output'] {
  const tool = answerTool(request);
  const [list = ''] = Object.keys(tool?.parameters.properties ?? {});
  const entries = linesOf(request).flatMap((line) => {
    const entry = entryOf(oracle, call.agent, line);
    return tampering.entries?.(call, line, entry) ?? [entry];
  });
  return [
    {
      type: 'function_call',
      callId: 'call',
      name: tool?.name ?? '',
      arguments: JSON.stringify({ [list]: tampering.answers?.(call, entries) ?? entries }),
      status: 'completed',
    },
  ];
}

function entryOf(oracle: Oracle, agent: string, line: Line): Entry {
  if (agent === 'triage') return oracle.route(line);
  const theme = themeOfJudge(agent);
  if (theme !== undefined) return oracle.judge(line, theme);
  const { verdicts } = line as Line & { verdicts: { theme: string; verdict?: string }[] };
  return oracle.settle(
    line,
    verdicts.filter(({ verdict }) => verdict !== undefined).map(({ theme }) => theme),
  );
}

function linesOf({ input }: ModelRequest): Line[] {
  return docketLines(input) as unknown as Line[];
}
