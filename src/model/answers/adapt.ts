import type { Model, ModelRequest, ModelResponse } from '@openai/agents';
import type { FailureCause } from '../../domain/decision/outcome.ts';
import type { Endpoint } from '../endpoint.ts';
import { lacksTools } from '../faults/failure-of.ts';
import { ModelFault } from '../faults/fault.ts';
import { noStream } from '../no-stream.ts';
import type { Extra } from './extras.ts';
import { type Rung, rungs, sampledFault } from './fallback.ts';
import { Ladder } from './ladder.ts';
import { type AnswerTool, answerTool, readAnswer } from './read-answer.ts';
import { Refusals, type Setting, type Tell } from './refusals.ts';

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

interface AdaptOptions extends Tell {
  /** Whether one more call about the same is within what may be spent on repairs. */
  mayRepeat?: ((cause: FailureCause) => boolean) | undefined;
}

/** Calls that are asked in one way only after no rung brought a usable answer. */
const restAfterClimb = 8;

/**
 * Gets answers through the tool from servers that can't call tools: climbs down from tools over
 * `json_schema` to plain text, by what is answered and not by what is said of it. As long as a tool's
 * rung is not found, one call looks for it while the others wait.
 */
export function adapt(
  metered: Model,
  memory: FootingMemory,
  endpoint: Endpoint,
  closed: readonly Rung[] = [],
  { mayRepeat = () => true, ...tell }: AdaptOptions = {},
): Model {
  const ladders = new Map<string, Ladder>();
  /** Rungs that the server says it has not. */
  const lacking = new Set<Rung>();
  const refusals = new Refusals(endpoint, closed, tell.refuses);
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
    refusals.recall(known?.without ?? []);
    for (const [tool, rung] of Object.entries(known?.rungs ?? {})) {
      const ladder = ladderOf(tool);
      for (const above of rungs.slice(0, rungs.indexOf(rung))) ladder.leave(above);
      ladder.learn(rung, true);
      say(rung, true);
    }
  }

  function say(rung: Rung, isRemembered: boolean): void {
    if (told !== rung) tell.answers?.(rung, isRemembered);
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
    /** Extras that are left away to see whether it is them that are refused. */
    let suspected: Extra[] = [];
    for (;;) {
      const wasProven = ladder.proven === rung;
      try {
        const shaped = refusals.shape(request, tool, rung, suspected);
        const response = await metered.getResponse(shaped);
        refusals.learn(suspected);
        suspected = [];
        const answer = readAnswer(request, response, tool, rung === 'plain');
        const isSampled = response.providerData?.[sampledFault] === true;
        ladder.learn(rung, answer.isUsable, isSampled ? 0.5 : 1);
        if (answer.isUsable) {
          ladder.rest = 0;
          if (!wasProven || refusals.isUnkept) await keep(rung);
          return answer.response;
        }
        if (wasProven && !ladder.isLeft(rung)) return answer.response;
        const lower = isSampled && !ladder.isLeft(rung) ? rung : mayClimb ? below(rung) : undefined;
        if (lower === undefined || !mayRepeat('text_instead_of_tool')) {
          if (mayClimb) ladder.rest = restAfterClimb;
          return answer.response;
        }
        rung = lower;
      } catch (error) {
        if (!(error instanceof ModelFault)) throw error;
        if (error.failure === 'bad_request') {
          if (refusals.isNamed(error.message) && mayRepeat('bad_request')) continue;
          const isOther = error.status === 501 || lacksRung(rung, error.message);
          const next = isOther ? [] : refusals.suspects(suspected);
          suspected = next.length > 0 ? [...suspected, ...next] : [];
          if (next.length > 0 && mayRepeat('bad_request')) continue;
        }
        if (wasProven || !mayBeOfTheRung.has(error.failure)) throw error;
        ladder.learn(rung, false);
        const isLacking = error.failure === 'bad_request' && lacksRung(rung, error.message);
        if (isLacking && !isProven(rung)) lacking.add(rung);
        const isRefused = error.failure === 'bad_request' || error.failure === 'empty_answer';
        const lower = isRefused && (mayClimb || isLacking) ? below(rung) : undefined;
        if (lower === undefined || !mayRepeat(error.failure)) {
          if (isRefused && mayClimb) ladder.rest = restAfterClimb;
          throw error;
        }
        rung = lower;
      }
    }
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
      without: refusals.take(),
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
