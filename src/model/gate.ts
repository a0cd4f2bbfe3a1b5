import { getCurrentTrace, type ModelRequest, type ModelResponse } from '@openai/agents';
import type { FailureCause } from '../domain/outcome.ts';
import { costOf, type Tariff } from '../domain/prices.ts';
import { tokensIn } from '../domain/tokens.ts';
import type { Breaker } from './breaker.ts';
import type { Budget } from './budget.ts';
import { docketLines } from './docket-lines.ts';
import type { Pacer } from './pacer.ts';
import { passage } from './passage.ts';
import { readAllowance } from './rate-headers.ts';
import { readFault } from './read-fault.ts';
import type { Slots } from './slots.ts';

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
}

interface GateParts {
  endpoint: string;
  pacer: Pacer;
  breaker: Breaker;
  slots: Slots;
  journal: Journal;
  budget: Budget;
  /** Calls that have not left when it fires do not leave. */
  stop: AbortSignal;
}

/** Tokens of an answer about one ticket, as long as none is known to have been longer. */
const answerTokens = 100;
/** A call that waited longer than this, in milliseconds, waited for the limit. */
const noticeableMs = 20;

/** The server got to work on these, and may ask to be paid though no usage came back. */
const perhapsBilled: ReadonlySet<FailureCause> = new Set([
  'timeout',
  'connection',
  'not_json',
  'interrupted',
]);

/** Where every call to a server passes: budget, breaker, slots, limits and books. */
export class Gate {
  readonly #parts: GateParts;
  /** The longest answers so far, in tokens a ticket: what is reserved for the next. */
  #answerTokens = answerTokens;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /** Sends the call when its turn has come. @throws ModelFault `budget_spent` where none is left */
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
    const docket = getCurrentTrace()?.traceId ?? '';
    const tickets = Math.max(1, docketLines(request.input).length);
    const tokens = promptTokens(request);
    const reserved = costOf(tariff, { in: tokens, out: tickets * this.#answerTokens }) ?? 0;
    budget.reserve(reserved);
    const call = journal.intend(docket, endpoint);
    let waited = 0;
    let sentAt = 0;
    const leave = async () => {
      waited = await pacer.acquire(tokens, stop, () => call.send());
      sentAt = Date.now();
    };
    const arrived = (headers: Headers) => {
      for (const of of ['requests', 'tokens'] as const) {
        const allowance = readAllowance(headers, of);
        if (allowance !== undefined) pacer.told(allowance, sentAt);
      }
    };
    try {
      const response = await passage.run({ leave, arrived }, send);
      const used = tokensOf(response);
      const cost = costOf(tariff, used);
      pacer.succeeded();
      slots.answered(Date.now(), waited > noticeableMs);
      this.#answerTokens = Math.max(this.#answerTokens, used.out / tickets);
      budget.settle(reserved, cost ?? 0);
      call.settle({ cause: null, tokens: used, cost: cost ?? null, queued, waited });
      return response;
    } catch (error) {
      const fault = readFault(error);
      const cause = fault?.failure ?? 'bad_request';
      const mayBeBilled = sentAt > 0 && perhapsBilled.has(cause) && tariff.kind !== 'free';
      if (sentAt === 0) budget.release(reserved);
      else budget.settle(reserved, mayBeBilled ? reserved : 0);
      if (cause === 'rate_limit') pacer.refused(sentAt, fault?.retryAfterMs);
      call.settle({ cause, tokens: noTokens, cost: mayBeBilled ? null : 0, queued, waited });
      throw error;
    }
  }
}

function promptTokens({ systemInstructions, input, tools }: ModelRequest): number {
  const prompt = typeof input === 'string' ? input : JSON.stringify(input);
  return tokensIn(`${systemInstructions ?? ''}${prompt}${JSON.stringify(tools)}`);
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
