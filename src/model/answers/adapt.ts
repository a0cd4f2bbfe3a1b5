import type { Model, ModelRequest, ModelResponse, ModelSettings } from '@openai/agents';
import { lacksTools } from '../failure-of.ts';
import { ModelFault } from '../fault.ts';
import { noStream } from '../no-stream.ts';
import { closeSchema } from './closed-schema.ts';
import { type Rung, requestFor, rungs, sampledFault } from './fallback.ts';
import { type AnswerTool, answerTool, readAnswer } from './read-answer.ts';

/** What has been found out about a server and model. */
export interface Footing {
  /** How it answers each tool. */
  rungs: Record<string, Rung>;
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
/** What a server may refuse of a request: a setting, or a schema that only answers the docket. */
type Setting = keyof typeof settings | 'closed_schema';

/** Unusable answers in a row after which a rung is left: one that never answered usably, and one that did. */
const patience = { unproven: 2, proven: 8 };
/** Calls that are asked in one way only after no rung brought a usable answer. */
const restAfterClimb = 8;

/** What is known of one tool's rungs. */
class Ladder {
  readonly #useless = new Map<Rung, number>();
  proven: Rung | undefined;
  rest = 0;
  /** The call that is finding out. */
  finding: Promise<unknown> | undefined;

  /** @param before a tool of the same model, whose failures make the same ones likelier here */
  constructor(before?: Ladder) {
    if (before === undefined) return;
    for (const rung of rungs)
      if (rung !== before.proven && before.isLeft(rung))
        this.#useless.set(rung, patience.unproven - 1);
  }

  isLeft(rung: Rung): boolean {
    const most = this.proven === rung ? patience.proven : patience.unproven;
    return (this.#useless.get(rung) ?? 0) >= most;
  }

  learn(rung: Rung, isUsable: boolean, weight = 1): void {
    if (isUsable) this.proven = rung;
    this.#useless.set(rung, isUsable ? 0 : (this.#useless.get(rung) ?? 0) + weight);
  }

  leave(rung: Rung): void {
    if (this.proven === rung) this.proven = undefined;
    this.#useless.set(rung, Number.POSITIVE_INFINITY);
  }
}

/**
 * Gets answers through the tool from servers that can't call tools: climbs down from tools over
 * `json_schema` to plain text, by what is answered and not by what is said of it. As long as a tool's
 * rung is not found, one call looks for it while the others wait.
 */
export function adapt(
  metered: Model,
  memory: FootingMemory,
  closed: readonly Rung[] = [],
  tell: (rung: Rung, isRemembered: boolean) => void = () => {},
): Model {
  const ladders = new Map<string, Ladder>();
  /** Rungs that the server says it has not. */
  const lacking = new Set<Rung>();
  const always: Setting[] = closed.length > 0 ? [] : ['closed_schema'];
  let without = always;
  let recalling: Promise<void> | undefined;
  let told: Rung | undefined;

  async function getResponse(request: ModelRequest): Promise<ModelResponse> {
    const tool = answerTool(request);
    if (tool === undefined) return metered.getResponse(request);
    recalling ??= recall();
    await recalling;
    const ladder = ladderOf(tool.name);
    while (!isFound(ladder) && ladder.finding !== undefined) await ladder.finding;
    const answer = climb(request, tool, ladder);
    if (isFound(ladder)) return answer;
    ladder.finding = answer
      .catch(() => undefined)
      .finally(() => {
        ladder.finding = undefined;
      });
    return answer;
  }

  async function recall(): Promise<void> {
    const known = await memory.recall();
    without = [...new Set([...always, ...(known?.without ?? [])])];
    for (const [tool, rung] of Object.entries(known?.rungs ?? {})) {
      const ladder = ladderOf(tool);
      for (const above of rungs.slice(0, rungs.indexOf(rung))) ladder.leave(above);
      ladder.learn(rung, true);
      say(rung, true);
    }
  }

  function say(rung: Rung, isRemembered: boolean): void {
    if (told !== rung) tell(rung, isRemembered);
    told = rung;
  }

  function ladderOf(tool: string): Ladder {
    const known = ladders.get(tool) ?? new Ladder([...ladders.values()].at(-1));
    ladders.set(tool, known);
    return known;
  }

  function rungOf(ladder: Ladder): Rung | undefined {
    return rungs.find((rung) => !lacking.has(rung) && !ladder.isLeft(rung));
  }

  function isFound(ladder: Ladder): boolean {
    return ladder.rest > 0 || (ladder.proven !== undefined && rungOf(ladder) === ladder.proven);
  }

  /** Asks on the best rung that is left, and on lower ones as long as nothing usable comes. */
  async function climb(
    request: ModelRequest,
    tool: AnswerTool,
    ladder: Ladder,
  ): Promise<ModelResponse> {
    const mayClimb = ladder.rest === 0;
    if (!mayClimb) ladder.rest -= 1;
    let rung = rungOf(ladder) ?? 'tools';
    for (;;) {
      const wasProven = ladder.proven === rung;
      try {
        const response = await metered.getResponse(shape(request, tool, rung, without, closed));
        const answer = readAnswer(request, response, tool, rung === 'plain');
        const isSampled = response.providerData?.[sampledFault] === true;
        ladder.learn(rung, answer.isUsable, isSampled ? 0.5 : 1);
        if (answer.isUsable) {
          ladder.rest = 0;
          if (!wasProven) await keep(rung);
          return answer.response;
        }
        if (wasProven && !ladder.isLeft(rung)) return answer.response;
        if (isSampled && !ladder.isLeft(rung)) continue;
        const lower = mayClimb ? below(rung) : undefined;
        if (lower === undefined) {
          if (mayClimb) ladder.rest = restAfterClimb;
          return answer.response;
        }
        rung = lower;
      } catch (error) {
        if (!(error instanceof ModelFault)) throw error;
        const setting = error.failure === 'bad_request' ? refusedSetting(error) : undefined;
        if (setting !== undefined) {
          without = [...without, setting];
          continue;
        }
        if (wasProven || !mayBeOfTheRung.has(error.failure)) throw error;
        ladder.learn(rung, false);
        const isLacking = error.failure === 'bad_request' && lacksRung(rung, error.message);
        if (isLacking && !isProven(rung)) lacking.add(rung);
        const isRefused = error.failure === 'bad_request' || error.failure === 'empty_answer';
        const lower = isRefused && (mayClimb || isLacking) ? below(rung) : undefined;
        if (lower === undefined) {
          if (isRefused && mayClimb) ladder.rest = restAfterClimb;
          throw error;
        }
        rung = lower;
      }
    }
  }

  function refusedSetting({ message }: ModelFault): Setting | undefined {
    const isOfSchema = /schema|maxLength|maxItems|enum|propert|parameters|grammar/i.test(message);
    if (isOfSchema && !without.includes('closed_schema')) return 'closed_schema';
    return (Object.keys(settings) as (keyof typeof settings)[]).find(
      (setting) => message.includes(setting) && !without.includes(setting),
    );
  }

  function isProven(rung: Rung): boolean {
    return [...ladders.values()].some(({ proven }) => proven === rung);
  }

  function below(rung: Rung): Rung | undefined {
    return rungs.slice(rungs.indexOf(rung) + 1).find((lower) => !lacking.has(lower));
  }

  async function keep(rung: Rung): Promise<void> {
    say(rung, false);
    const found = [...ladders].flatMap(([tool, { proven }]) => (proven ? [[tool, proven]] : []));
    await memory.remember({
      rungs: Object.fromEntries(found),
      without: without.filter((setting) => !always.includes(setting)),
    });
  }

  return { getResponse, getStreamedResponse: noStream };
}

/** What a server that never answered on a rung may do because of it, and another because of what it was asked. */
const mayBeOfTheRung: ReadonlySet<string> = new Set([
  ...['bad_request', 'timeout', 'server_error', 'connection', 'empty_answer'],
]);

/** Whether it says that it can't do what this rung asks of it. */
function lacksRung(rung: Rung, said: string): boolean {
  return rung === 'tools'
    ? lacksTools(said)
    : rung === 'json_schema' && /response_format|schema|structured|grammar|json/i.test(said);
}

function shape(
  request: ModelRequest,
  tool: AnswerTool,
  rung: Rung,
  without: readonly Setting[],
  closed: readonly Rung[],
): ModelRequest {
  const isClosed = closed.includes(rung) && !without.includes('closed_schema');
  const asked = isClosed ? closeSchema(request, tool) : request;
  const shaped = requestFor(rung, asked, answerTool(asked) ?? tool);
  const modelSettings = { ...shaped.modelSettings };
  for (const setting of without)
    if (setting !== 'closed_schema') delete modelSettings[settings[setting]];
  return { ...shaped, modelSettings };
}
