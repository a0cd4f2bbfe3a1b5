import {
  Agent,
  handoff,
  type JsonSchemaDefinition,
  type Model,
  type ModelSettings,
  setSensitiveDataLoggingEnabled,
  tool,
  Usage,
} from '@openai/agents';
import { z } from 'zod';
import { keepWords, known, ours } from '../domain/text/own-sentence.ts';
import {
  type AgentSpec,
  answerParameters,
  type Matched,
  matchAnswers,
  type Unfit,
  UnfitAnswer,
} from './answer.ts';
import { type HandedIn, takeHandedIn } from './handed-in.ts';

// Without it the SDK keeps from the model, and from us, what was wrong with a call's arguments.
setSensitiveDataLoggingEnabled(true);

type Parameters = Extract<JsonSchemaDefinition['schema'], { additionalProperties: false }>;

/** The questions of one run of an agent, and what came of them. It is the SDK's run context. */
export interface Docket<Answer> {
  ids: readonly string[];
  /** Of every ticket that got one. */
  answers?: Map<string, Answer>;
  /** What calls handed in, where marks stand for it. */
  handedIn?: HandedIn[];
  /** What the calls of the current turn handed in: more than one may come at once. */
  submitted?: Record<string, unknown>[];
  /** What all of them come to. */
  matched?: Matched<Answer>;
  /** Why the last attempt at an answer could not be taken, or not for every ticket. */
  unfit?: Unfit;
  /** What was wrong with an answer before one that was taken. */
  stumbled?: Unfit;
}

/**
 * An SDK agent that answers through its spec's tool and ends its run only with an answer that fits
 * the docket; until then what was wrong is fed back to the model.
 */
export function buildAgent<Answer>(
  spec: AgentSpec<Answer>,
  model: Model,
  settings: ModelSettings,
): Agent<Docket<Answer>> {
  const parameters = answerParameters(spec) as Parameters;
  keepWords(spec.tool.name, ...namesIn(parameters));
  const answer = tool<Parameters, Docket<Answer>, string>({
    name: spec.tool.name,
    description: spec.tool.description,
    parameters,
    strict: true,
    execute(input, run) {
      const docket = docketOf<Answer>(run?.context);
      const given = takeHandedIn(input as Record<string, unknown>, docket.handedIn);
      docket.submitted = [...(docket.submitted ?? []), given];
      docket.matched = matchAnswers(spec, docket.ids, docket.submitted);
      const { answers, unfit } = docket.matched;
      if (answers.size === 0 && unfit !== undefined)
        throw new UnfitAnswer(unfit.cause, unfit.detail);
      return ours`taken`;
    },
    errorFunction(run, error) {
      const docket = docketOf<Answer>(run.context);
      const cause = error instanceof UnfitAnswer ? error.failure : 'bad_arguments';
      docket.unfit = { cause, detail: explain(error) };
      docket.stumbled = docket.unfit;
      return ours`Not taken: ${docket.unfit.detail}. Call ${known(spec.tool.name)} again with every ticket id.`;
    },
  });
  // Servers that keep to a schema strictly refuse one in which a field may be left out.
  answer.strict = spec.judges === undefined;
  const helpers = spec.helpers.map((helper) =>
    tool({
      name: helper.name,
      description: helper.description,
      parameters: helper.parameters,
      execute: async (input) => JSON.stringify(await helper.execute(input)),
    }),
  );
  return new Agent<Docket<Answer>>({
    name: spec.name,
    instructions: spec.instructions,
    model,
    modelSettings: { toolChoice: 'required', parallelToolCalls: false, ...settings },
    resetToolChoice: false,
    tools: [answer, ...helpers],
    toolUseBehavior(run, results) {
      const docket = docketOf<Answer>(run.context);
      const { submitted = [], matched = matchAnswers(spec, docket.ids, submitted) } = docket;
      delete docket.submitted;
      delete docket.matched;
      // The SDK itself feeds back arguments that are no JSON, and a helper's result is no answer.
      if (submitted.length === 0)
        docket.unfit ??= results.some((result) => result.tool.name === spec.tool.name)
          ? { cause: 'bad_arguments', detail: ours`the arguments are not JSON` }
          : { cause: 'text_instead_of_tool', detail: ours`used its own tools and gave no answer` };
      const { answers, unfit } = matched;
      if (answers.size === 0) return { isFinalOutput: false, isInterrupted: undefined };
      docket.answers = answers;
      if (unfit === undefined) delete docket.unfit;
      else docket.unfit = unfit;
      return { isFinalOutput: true, isInterrupted: undefined, finalOutput: ours`taken` };
    },
  });
}

/** Ids of tickets by why they are handed over. */
const HandOver = z.object({
  handed: z.array(z.object({ reason: z.string(), tickets: z.array(z.string()) })),
});
export type HandOver = z.infer<typeof HandOver>;

/**
 * Triage as it hands a docket to one judge. Triage has decided already, for many tickets in one
 * call, so its model here replays that decision: a real SDK handoff that costs no model call.
 */
export function handoffTo<Answer>(
  judge: Agent<Docket<Answer>>,
  through: (model: Model) => Model = (model) => model,
): (handOver: HandOver) => Agent<Docket<Answer>> {
  const transfer = handoff(judge, {
    toolNameOverride: 'transfer_to_judge',
    inputType: HandOver,
    onHandoff: () => {},
    inputFilter: ({ inputHistory }) => ({ inputHistory, preHandoffItems: [], newItems: [] }),
  });
  return (handOver) =>
    new Agent<Docket<Answer>>({
      name: 'triage',
      handoffs: [transfer],
      model: through(replay(handOver)),
    });
}

function replay(handOver: HandOver): Model {
  return {
    async getResponse() {
      return {
        usage: new Usage(),
        output: [
          {
            type: 'function_call',
            callId: 'handover',
            name: 'transfer_to_judge',
            arguments: JSON.stringify(handOver),
            status: 'completed',
          },
        ],
      };
    },
    getStreamedResponse(): never {
      throw new Error('the tribunal does not stream');
    },
  };
}

function docketOf<Answer>(context: unknown): Docket<Answer> {
  return context as Docket<Answer>;
}

/** The fields of a schema, of whatever depth. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, items } = schema as { properties?: object; items?: unknown };
  const inner = [items, ...Object.values(properties)].flatMap(namesIn);
  return [...Object.keys(properties), ...inner];
}

function explain(error: unknown): string {
  // The SDK keeps what JSON.parse said behind a message of its own.
  const origin =
    error instanceof Error && 'originalError' in error ? (error.originalError ?? error) : error;
  const message = origin instanceof Error ? origin.message : String(origin);
  return message.replace(/\s+/g, ' ').slice(0, 300);
}
