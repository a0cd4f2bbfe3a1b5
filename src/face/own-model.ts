import {
  type Model,
  type ModelRequest,
  type ModelResponse,
  Usage,
  withGenerationSpan,
} from '@openai/agents';
import { keepExchange } from '../domain/exchange.ts';
import { answerTool, readAnswer } from '../model/answers/read-answer.ts';
import { askedNow } from '../model/asked.ts';
import { ModelFault } from '../model/faults/fault.ts';
import type { Gate } from '../model/limits/gate.ts';
import { passage } from '../model/limits/passage.ts';
import { noStream } from '../model/no-stream.ts';
import type { ModelWindow } from '../model/window.ts';
import type { ModelQuestion, OwnModel } from './contract.ts';

/** The window to a model of one's own. Calls that fail are not repeated; they pass the gate where limits were set. */
export function ownWindow({ name, answer }: OwnModel, gate?: Gate): ModelWindow {
  async function asked(request: ModelRequest): Promise<unknown> {
    try {
      return await answer(questionOf(request));
    } catch (cause) {
      const failure = request.signal?.aborted ? 'interrupted' : 'server_error';
      throw new ModelFault(failure, cause instanceof Error ? cause.message : String(cause), {
        cause,
      });
    }
  }
  async function send(request: ModelRequest): Promise<ModelResponse> {
    const way = passage.getStore();
    await way?.leave(request.signal);
    way?.left();
    return withGenerationSpan(async (span) => {
      const said = await asked(request);
      const words = typeof said === 'string' ? said : JSON.stringify(said);
      keepExchange(span, {
        request: JSON.stringify({
          model: name,
          instructions: request.systemInstructions,
          input: request.input,
        }),
        response: JSON.stringify(words),
        status: null,
      });
      span.spanData.model = name;
      return answerOf(request, words);
    });
  }
  const model: Model = {
    getStreamedResponse: noStream,
    getResponse: (request) =>
      gate === undefined
        ? send(request)
        : gate.pass(request, { kind: 'unknown' }, () => send(request)),
  };
  return { model: () => model, identity: () => `own ${name}` };
}

function questionOf(request: ModelRequest): ModelQuestion {
  const { systemInstructions = '', input, signal } = request;
  const asked = askedNow();
  const [tool] = request.tools;
  if (tool?.type !== 'function') throw new Error('agents answer by a tool');
  const { name, description, parameters } = tool;
  return {
    agent: asked?.agent ?? '',
    instructions: systemInstructions,
    tickets: (asked?.tickets ?? []) as ModelQuestion['tickets'],
    prompt: typeof input === 'string' ? input : wordsOf(input),
    tool: { name, description, parameters },
    signal,
  };
}

/** All turns of a conversation: after an answer that could not be taken it says why. */
function wordsOf(items: Exclude<ModelRequest['input'], string>): string {
  return items
    .flatMap((item) => {
      if ('output' in item) return JSON.stringify(item.output);
      if (!('content' in item)) return [];
      return typeof item.content === 'string' ? item.content : JSON.stringify(item.content);
    })
    .join('\n');
}

function answerOf(request: ModelRequest, words: string): ModelResponse {
  const tool = answerTool(request);
  const response: ModelResponse = {
    usage: new Usage({ requests: 1 }),
    output: [
      {
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: words }],
      },
    ],
  };
  return tool === undefined ? response : readAnswer(request, response, tool, true).response;
}
