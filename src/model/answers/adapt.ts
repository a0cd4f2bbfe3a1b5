import type { Model, ModelRequest, ModelResponse, ModelSettings } from '@openai/agents';
import { ModelFault } from '../fault.ts';
import { noStream } from '../no-stream.ts';
import { type Rung, requestFor, rungs } from './fallback.ts';
import { answerTool, readAnswer } from './read-answer.ts';

/** What has been found out about a server and model. */
export interface Footing {
  rung: Rung;
  /** Settings that the server refuses. */
  without: Setting[];
}

/** Remembers footings between runs. */
export interface FootingMemory {
  recall(): Promise<Footing | undefined>;
  remember(footing: Footing): Promise<void>;
}

/** The settings that some servers refuse, as their error messages name them. */
const settings = {
  temperature: 'temperature',
  parallel_tool_calls: 'parallelToolCalls',
  tool_choice: 'toolChoice',
} as const satisfies Record<string, keyof ModelSettings>;
type Setting = keyof typeof settings;

/**
 * Gets answers through the tool from servers that can't call tools: climbs down from tools over
 * `json_schema` to plain text. The first call finds the footing while the others wait.
 */
export function adapt(metered: Model, memory: FootingMemory): Model {
  let footing: Footing | undefined;
  let finding: Promise<unknown> | undefined;

  async function getResponse(request: ModelRequest): Promise<ModelResponse> {
    while (footing === undefined && finding !== undefined) await finding;
    if (footing !== undefined) return ask(request, footing);
    const found = findFooting(request);
    finding = found
      .catch(() => undefined)
      .finally(() => {
        finding = undefined;
      });
    return found;
  }

  async function findFooting(request: ModelRequest): Promise<ModelResponse> {
    const recalled = await memory.recall();
    if (recalled !== undefined)
      try {
        const response = await ask(request, recalled);
        footing = recalled;
        return response;
      } catch (error) {
        // The server may have changed since: then it is found out anew.
        if (!isRefusal(error)) throw error;
      }
    const tool = answerTool(request);
    if (tool === undefined) return metered.getResponse(request);
    let candidate: Footing = { rung: 'tools', without: [] };
    for (;;) {
      try {
        const response = await metered.getResponse(shape(request, candidate));
        const answer = readAnswer(request, response, tool, candidate.rung === 'plain');
        if (answer.isUsable) {
          footing = candidate;
          await memory.remember(candidate);
          return answer.response;
        }
        const lower = below(candidate);
        if (lower === undefined) {
          // Nothing answers on any rung: further calls needn't look for one again.
          footing = { rung: 'tools', without: candidate.without };
          return answer.response;
        }
        candidate = lower;
      } catch (error) {
        const lower = afterRefusal(candidate, error);
        if (lower === undefined) throw error;
        candidate = lower;
      }
    }
  }

  async function ask(request: ModelRequest, known: Footing): Promise<ModelResponse> {
    const response = await metered.getResponse(shape(request, known));
    const tool = answerTool(request);
    return tool === undefined
      ? response
      : readAnswer(request, response, tool, known.rung === 'plain').response;
  }

  return { getResponse, getStreamedResponse: noStream };
}

function shape(request: ModelRequest, { rung, without }: Footing): ModelRequest {
  const tool = answerTool(request);
  if (tool === undefined) return request;
  const shaped = requestFor(rung, request, tool);
  const modelSettings = { ...shaped.modelSettings };
  for (const setting of without) delete modelSettings[settings[setting]];
  return { ...shaped, modelSettings };
}

function below({ rung, without }: Footing): Footing | undefined {
  const next = rungs[rungs.indexOf(rung) + 1];
  return next === undefined ? undefined : { rung: next, without };
}

function isRefusal(error: unknown): error is ModelFault {
  return error instanceof ModelFault && error.failure === 'bad_request';
}

/** What to try after a 400: without the setting that it names, or a rung lower. */
function afterRefusal(footing: Footing, error: unknown): Footing | undefined {
  if (!isRefusal(error)) return undefined;
  for (const setting of Object.keys(settings) as Setting[])
    if (error.message.includes(setting) && !footing.without.includes(setting))
      return { ...footing, without: [...footing.without, setting] };
  return below(footing);
}
