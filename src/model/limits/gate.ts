import { getCurrentTrace, type ModelRequest, type ModelResponse } from '@openai/agents';
import type { FailureCause } from '../../domain/decision/outcome.ts';
import { atTier, costOf, type Tariff, type Tier, tiers } from '../../domain/prices.ts';
import { tokensIn } from '../../domain/tokens.ts';
import { normalise } from '../answers/normalise.ts';
import { askedNow } from '../asked.ts';
import { CutPrompts } from '../cut-prompts.ts';
import { ModelFault } from '../faults/fault.ts';
import { faultIn } from '../faults/read-fault.ts';
import type { PaceKeeper } from '../pacing/pacer.ts';
import type { Slots } from '../pacing/slots.ts';
import type { Breaker } from './breaker.ts';
import type { Purse } from './budget.ts';
import { HoldUps } from './hold-ups.ts';
import { passage } from './passage.ts';
import { Way } from './way.ts';

/** What became of a call that was sent. */
interface Settled {
  cause: FailureCause | null;
  tokens: { in: number; cached: number; out: number };
  /** Dollars; null where nobody knows. */
  cost: number | null;
  /** Milliseconds that it waited until few enough were out, and then for the limit. */
  queued: number;
  waited: number;
}

/** Keeps the books of calls: each is known before it leaves. */
interface Journal {
  /** Writes down that a call of that docket waits for its turn. */
  intend(docket: string, endpoint: string): CallRecord;
}

interface CallRecord {
  /** Resolves when it is durable that the call is about to leave. */
  send(): Promise<void>;
  settle(settled: Settled): void;
  /** It did not leave after all. */
  recall(): void;
}

interface GateParts {
  endpoint: string;
  pacer: PaceKeeper;
  breaker: Breaker;
  slots: Slots;
  journal: Journal;
  budget: Purse;
  /** Calls that have not left when it fires do not leave. */
  stop: AbortSignal;
  /** Told what holds calls up. */
  holdUps?: HoldUps;
  /** Told what a person should know. */
  say?: ((message: string) => void) | undefined;
}

/** Tokens of an answer about one ticket, as long as none is known to have been longer. */
const answerTokens = 100;
/** A call that waited longer than this, in milliseconds and as a share of what it took, waited for the limit. */
const noticeable = { ms: 20, share: 0.2 };

/** The server got to work on these, and may ask to be paid though no usage came back. */
const perhapsBilled: ReadonlySet<FailureCause> = new Set([
  'timeout',
  'connection',
  'not_json',
  'unreadable_answer',
  'interrupted',
  'truncated_answer',
  'empty_answer',
  'refusal',
  'bad_arguments',
]);

/** Where every call to a server passes: budget, breaker, slots, limits and books. */
export class Gate {
  readonly #parts: GateParts;
  /** Calls that have a slot, on their way or out. */
  readonly #ways = new Set<Way>();
  /** The longest answers so far, in tokens a ticket: what is reserved for the next. */
  #answerTokens = answerTokens;
  readonly #cutPrompts = new CutPrompts();
  #saidCut = false;

  readonly holdUps: HoldUps;

  constructor(parts: GateParts) {
    this.#parts = parts;
    this.holdUps = parts.holdUps ?? new HoldUps();
  }

  /** Sends the call when its turn has come, and makes its answer safe. @throws ModelFault `budget_spent` where none is left */
  pass(
    request: ModelRequest,
    tariff: Tariff,
    send: () => Promise<ModelResponse>,
  ): Promise<ModelResponse> {
    const { breaker, slots, stop } = this.#parts;
    const asked = performance.now();
    return slots.run(() => {
      const queued = performance.now() - asked;
      return breaker.pass(() => this.#send(request, tariff, queued, send), stop);
    });
  }

  async #send(
    request: ModelRequest,
    tariff: Tariff,
    queued: number,
    send: () => Promise<ModelResponse>,
  ): Promise<ModelResponse> {
    const { endpoint, pacer, slots, journal, budget, stop } = this.#parts;
    const tickets = Math.max(1, askedNow()?.tickets.length ?? 1);
    const tokens = promptTokens(request);
    const asked = tierIn(request.modelSettings.providerData);
    const reserved =
      costOf(atTier(tariff, asked), { in: tokens, out: tickets * this.#answerTokens }) ?? 0;
    await budget.reserve(reserved);
    const call = journal.intend(getCurrentTrace()?.traceId ?? '', endpoint);
    const tellSlots = (most: number) => slots.told(most);
    const way = new Way(pacer, stop, tokens, () => call.send(), tellSlots);
    this.#ways.add(way);
    let used = noTokens;
    let tier = asked;
    const settle = (cause: FailureCause | null) => {
      const isUnknown = used.in + used.out === 0 && (cause === null || perhapsBilled.has(cause));
      const cost =
        isUnknown && tariff.kind !== 'free' ? undefined : costOf(atTier(tariff, tier), used);
      budget.settle(reserved, cost ?? reserved);
      call.settle({ cause, tokens: used, cost: cost ?? null, queued, waited: way.waited });
    };
    try {
      const response = await passage.run(way, send);
      used = tokensOf(response);
      tier = tierSaid(response, asked);
      this.#checkRead(request, used.in + used.cached);
      this.#answerTokens = Math.max(this.#answerTokens, used.out / tickets);
      const now = pacer.now();
      const took = noticeable.share * (now - way.sentAt);
      slots.answered(now, way.waited > Math.max(noticeable.ms, took));
      const answer = normalise(response, request.input);
      pacer.succeeded();
      this.holdUps.answered();
      settle(null);
      return answer;
    } catch (error) {
      if (way.sentAt === 0) {
        budget.release(reserved);
        call.recall();
        // The client takes whatever keeps a call from leaving for a connection that failed.
        throw way.obstacle ?? error;
      }
      const fault = this.#refusedForOthers(faultIn(error));
      if (fault.failure === 'rate_limit') pacer.refused(way.sentAt, fault.retryAfterMs);
      else if (
        !['server_busy', 'quota_exhausted'].includes(fault.failure) &&
        fault.retryAfterMs !== undefined
      )
        pacer.holdBack(fault.retryAfterMs);
      settle(fault.failure);
      this.holdUps.failed(fault);
      throw fault;
    } finally {
      this.#ways.delete(way);
    }
  }

  /** @throws ModelFault where the server did not read all of it */
  #checkRead(request: ModelRequest, read: number): void {
    const text = textOf(request);
    const whole = text.length + JSON.stringify(request.tools).length;
    const foreign = (text.match(/\P{ASCII}/gu)?.length ?? 0) / text.length;
    if (!this.#cutPrompts.isCut({ text: text.length, whole, foreign }, read)) return;
    const what = `the server read only ${read} of about ${tokensIn(text)} tokens that it was sent`;
    if (!this.#saidCut)
      this.#parts.say?.(
        `Not believed: ${what}. Raise the context that it gives the model, as in OLLAMA_CONTEXT_LENGTH=16384; until then fewer tickets go into one call`,
      );
    this.#saidCut = true;
    throw new ModelFault('context_overflow', what);
  }

  /** A server that is too busy for a call while no other is out has trouble of its own. */
  #refusedForOthers(fault: ModelFault): ModelFault {
    if (fault.failure !== 'server_busy') return fault;
    const out = [...this.#ways].filter(({ sentAt }) => sentAt > 0).length;
    if (this.#parts.slots.refused(out - 1)) return fault;
    const { message, retryAfterMs } = fault;
    return new ModelFault('server_error', message, { cause: fault.cause, retryAfterMs });
  }
}

function promptTokens(request: ModelRequest): number {
  return tokensIn(`${textOf(request)}${JSON.stringify(request.tools)}`);
}

function textOf({ systemInstructions, input }: ModelRequest): string {
  const prompt = typeof input === 'string' ? input : JSON.stringify(input);
  return `${systemInstructions ?? ''}${prompt}`;
}

function tierIn(data: Record<string, unknown> | undefined): Tier | undefined {
  return tiers.find((tier) => tier === data?.service_tier);
}

/** Who says at what tier it answered is believed: one that has no room answers at the usual one. */
function tierSaid({ providerData }: ModelResponse, asked: Tier | undefined): Tier | undefined {
  return typeof providerData?.service_tier === 'string' ? tierIn(providerData) : asked;
}

const noTokens = { in: 0, cached: 0, out: 0 };

function tokensOf({ usage }: ModelResponse) {
  const cached = usage.inputTokensDetails.map((details) => details.cached_tokens ?? 0);
  return {
    in: usage.inputTokens,
    cached: cached.reduce((sum, tokens) => sum + tokens, 0),
    out: usage.outputTokens,
  };
}
