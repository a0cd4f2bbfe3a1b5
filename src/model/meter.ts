import { setTimeout as sleep } from 'node:timers/promises';
import type { Model, ModelRequest, ModelResponse } from '@openai/agents';
import { addressOf } from '../domain/address.ts';
import type { FailureCause } from '../domain/decision/outcome.ts';
import type { Tariff } from '../domain/prices.ts';
import { ours } from '../domain/text/own-sentence.ts';
import { normalise } from './answers/normalise.ts';
import { askedNow } from './asked.ts';
import { OF_THE_ACCOUNT } from './faults/failure-of.ts';
import { ModelFault, retriesAfter } from './faults/fault.ts';
import { readFault } from './faults/read-fault.ts';
import type { Gate } from './limits/gate.ts';
import { noStream } from './no-stream.ts';

export interface MeterOptions {
  /** Where every call passes on its way out. */
  gate?: Gate;
  /** What the model's tokens cost. */
  tariff: Tariff;
  /** The first pause before asking again, in milliseconds; it doubles, with jitter. */
  pauseMs: number;
  /** Whether the server is known to have answered about this model, if only in an earlier run. */
  hasAnswered?: () => boolean;
  /** Whether a repetition is within what may be spent on repairs. */
  mayRepeat?: (cause: FailureCause) => boolean;
}

const longestPauseMs = 60_000;

/** Asks again after faults that pass. The only place that does. */
export function createMeter(transport: Model, options: MeterOptions): Model {
  const { gate, tariff } = options;
  const suspects = new Suspects();
  /** Calls that were answered so far. */
  let answers = 0;

  async function getResponse(request: ModelRequest): Promise<ModelResponse> {
    const failures = new Map<FailureCause, number>();
    const texts = textsAsked();
    let answersBefore = answers;
    for (let attempt = 0; ; attempt++) {
      if (request.signal?.aborted === true)
        throw new ModelFault('interrupted', ours`called off before it was sent`);
      try {
        const response = await ask(request);
        answers += 1;
        return response;
      } catch (error) {
        const fault = readFault(error);
        if (fault === undefined) throw error;
        // Until the server has answered once, its address is the likelier cause than bad luck.
        if (answers === 0 && isWrongAddress(fault))
          throw new ModelFault('not_found', fault.message, { cause: fault });
        if (isOfTheTickets(fault) && (answers > 0 || options.hasAnswered?.()))
          throw new ModelFault('bad_request', fault.message, { cause: fault });
        // Each cause by itself: a stall after a refusal is no second stall.
        const before = failures.get(fault.failure) ?? 0;
        if (before >= (retriesAfter[fault.failure] ?? 0)) throw fault;
        if (fault.failure === 'server_error') {
          // While others are answered, it fails of what is in the docket: asked in parts that shows soonest.
          if (before > 0 && answers > answersBefore) suspects.add(texts);
          const isSuspected = suspects.hasAll(texts);
          if (isSuspected && before >= (texts.length > 1 ? 0 : retriesOfSuspects)) throw fault;
        }
        if (options.mayRepeat?.(fault.failure) === false) throw fault;
        failures.set(fault.failure, before + 1);
        if (before === 0) answersBefore = answers;
        await pause(attempt, fault, request.signal);
      }
    }
  }

  async function ask(request: ModelRequest): Promise<ModelResponse> {
    const send = () => transport.getResponse(request);
    return gate === undefined
      ? normalise(await send(), request.input)
      : gate.pass(request, tariff, send);
  }

  async function pause(attempt: number, fault: ModelFault, signal: AbortSignal | undefined) {
    // A slot becomes free with any answer, however often this call was refused.
    const doublings = fault.failure === 'server_busy' ? 0 : attempt;
    const backoff = options.pauseMs * 2 ** doublings * (0.5 + Math.random());
    const wait = Math.min(longestPauseMs, Math.max(fault.retryAfterMs ?? 0, backoff));
    const over = gate?.holdUps.pause(wait);
    try {
      await sleep(wait, undefined, { signal });
    } catch (error) {
      throw new ModelFault('interrupted', ours`called off while waiting`, { cause: error });
    } finally {
      over?.();
    }
  }

  return { getResponse, getStreamedResponse: noStream };
}

/** How often a ticket that was in failing dockets, and is alone now, is asked about again. */
const retriesOfSuspects = 2;

/** Texts of the dockets that the server failed at while it answered others. */
class Suspects {
  readonly #texts = new Set<string>();

  add(texts: readonly string[]): void {
    for (const text of texts) this.#texts.add(text);
  }

  hasAll(texts: readonly string[]): boolean {
    return texts.length > 0 && texts.every((text) => this.#texts.has(text));
  }
}

/** The tickets that are asked about, without their ids, which are others in each docket. */
function textsAsked(): string[] {
  return (askedNow()?.tickets ?? []).map(({ id: _, ...line }) => addressOf(JSON.stringify(line)));
}

/** Who was answered before is allowed in: what is forbidden is what was asked. */
function isOfTheTickets({ failure, status, message }: ModelFault): boolean {
  return failure === 'unauthorized' && status === 403 && !OF_THE_ACCOUNT.test(message);
}

/** Nobody is there, or somebody who answers with a web page. */
function isWrongAddress({ failure, message }: ModelFault): boolean {
  return failure === 'connection'
    ? /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|bad port/.test(message)
    : failure === 'not_json' && message.includes(': <');
}
