import { getCurrentTrace, type ModelRequest, type ModelResponse } from '@openai/agents';
import type { FailureCause } from '../domain/outcome.ts';
import type { Breaker } from './breaker.ts';
import { ModelFault } from './fault.ts';
import type { Pacer } from './pacer.ts';
import { readFault } from './read-fault.ts';

/** What became of a call that was sent. */
interface Settled {
  cause: FailureCause | null;
  tokens: number;
  /** Milliseconds that it waited for the limit before it was sent. */
  waited: number;
}

/** Keeps the books of calls: each is known before it leaves. */
export interface Journal {
  /** Resolves when it is durable that a call of that docket is about to leave. */
  send(docket: string, endpoint: string): Promise<{ settle(settled: Settled): void }>;
}

/** Calls that may still be sent, here and in any process before; reserved before they leave. */
export interface Budget {
  /** Of this run, and why. */
  calls: { left: number; because: string }[];
}

/** Characters of a prompt that make a token, roughly. */
const charactersPerToken = 4;

const nobody: Awaited<ReturnType<Journal['send']>> = { settle() {} };

/** Where every call to a server passes: the budget, the breaker, the limits and the books. */
export class Gate {
  readonly #endpoint: string;
  readonly #pacer: Pacer;
  readonly #breaker: Breaker;
  readonly #journal: Journal;
  readonly #budget: Budget;
  readonly #stop: AbortSignal;

  constructor(parts: {
    endpoint: string;
    pacer: Pacer;
    breaker: Breaker;
    journal: Journal;
    budget: Budget;
    /** Calls that have not left when it fires do not leave. */
    stop: AbortSignal;
  }) {
    this.#endpoint = parts.endpoint;
    this.#pacer = parts.pacer;
    this.#breaker = parts.breaker;
    this.#journal = parts.journal;
    this.#budget = parts.budget;
    this.#stop = parts.stop;
  }

  /** Sends the call when its turn has come. @throws ModelFault `budget_spent` where none is left */
  pass(request: ModelRequest, send: () => Promise<ModelResponse>): Promise<ModelResponse> {
    return this.#breaker.pass(() => this.#send(request, send), this.#stop);
  }

  async #send(request: ModelRequest, send: () => Promise<ModelResponse>): Promise<ModelResponse> {
    this.#reserve();
    const docket = getCurrentTrace()?.traceId ?? '';
    let call = nobody;
    let waited = 0;
    let sentAt = 0;
    try {
      waited = await this.#pacer.acquire(estimateTokens(request), this.#stop, async () => {
        call = await this.#journal.send(docket, this.#endpoint);
      });
      sentAt = Date.now();
      const response = await send();
      this.#pacer.succeeded();
      call.settle({ cause: null, tokens: response.usage.totalTokens, waited });
      return response;
    } catch (error) {
      const fault = readFault(error);
      if (fault?.failure === 'rate_limit') this.#pacer.refused(sentAt, fault.retryAfterMs);
      call.settle({ cause: fault?.failure ?? 'bad_request', tokens: 0, waited });
      throw error;
    }
  }

  #reserve(): void {
    const spent = this.#budget.calls.find(({ left }) => left <= 0);
    if (spent !== undefined) throw new ModelFault('budget_spent', spent.because);
    for (const part of this.#budget.calls) part.left -= 1;
  }
}

function estimateTokens({ systemInstructions, input }: ModelRequest): number {
  const prompt = typeof input === 'string' ? input : JSON.stringify(input);
  return Math.ceil(((systemInstructions?.length ?? 0) + prompt.length) / charactersPerToken);
}
