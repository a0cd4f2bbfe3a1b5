// A gate in time that passes by itself, and a server behind it that does what a test says.
import { type ModelRequest, type ModelResponse, Usage } from '@openai/agents';
import { onTestFinished, vi } from 'vitest';
import type { Tariff } from '../../src/domain/prices.ts';
import { Breaker } from '../../src/model/limits/breaker.ts';
import { type Allotment, Budget } from '../../src/model/limits/budget.ts';
import { Gate } from '../../src/model/limits/gate.ts';
import { passage } from '../../src/model/limits/passage.ts';
import { type Limits, Pacer } from '../../src/model/pacing/pacer.ts';
import { Slots } from '../../src/model/pacing/slots.ts';
import { handClock } from './hand-clock.ts';
import { askedAs, free, requestOf } from './judge-request.ts';

/** What the server does with a call. */
export interface Service {
  /** Milliseconds until it answers. */
  ms?: number;
  headers?: Record<string, string>;
  usage?: { in?: number; cached?: number; out?: number };
  /** What it says; "no" as a rule. */
  says?: string;
  /** At which tier it says that it answered. */
  tier?: string;
  error?: Error;
  /** Run while the call is out. */
  meanwhile?: () => unknown;
}

type Settled = Parameters<
  ReturnType<ConstructorParameters<typeof Gate>[0]['journal']['intend']>['settle']
>[0];

export function holdGate({
  tariff = free,
  limits = { rpm: 60_000 },
  slots: most = 4,
  calls = 100,
  dollars = 1e6,
}: {
  tariff?: Tariff;
  limits?: Limits;
  slots?: number;
  calls?: number;
  dollars?: number;
} = {}) {
  const clock = handClock();
  const start = clock.at;
  const now = vi.spyOn(Date, 'now').mockImplementation(() => clock.at);
  onTestFinished(() => now.mockRestore());

  /** What happened, in order. */
  const events: string[] = [];
  /** When calls left, in milliseconds from the beginning. */
  const left: number[] = [];
  const settled: Settled[] = [];
  const journal = {
    intend: (docket: string, endpoint: string) => {
      events.push(`intends ${docket} to ${endpoint}`);
      return {
        send: async () => {
          await new Promise(setImmediate);
          events.push('is durable');
        },
        settle: (outcome: Settled) => {
          settled.push(outcome);
        },
        recall: () => {
          events.push('is recalled');
        },
      };
    },
  };
  const allotments: [Allotment, Allotment] = [
    { of: 'calls', left: calls, because: 'no calls left' },
    { of: 'dollars', left: dollars, because: 'no dollars left' },
  ];
  const stop = new AbortController();
  const slots = new Slots(most, most);
  const gate = new Gate({
    endpoint: 'server',
    pacer: new Pacer(limits, [], clock),
    breaker: new Breaker({ say: () => {}, clock }),
    slots,
    journal,
    budget: new Budget(allotments),
    stop: stop.signal,
  });

  /** What a transport does: leaves through the passage, and reports what comes back. */
  async function serve(
    { ms = 0, headers, usage, says, tier, error, meanwhile }: Service,
    signal?: AbortSignal,
  ) {
    const way = passage.getStore();
    await way?.leave(signal);
    events.push('leaves');
    left.push(clock.at - start);
    way?.left();
    await meanwhile?.();
    clock.at += ms;
    way?.arrived(new Headers(headers));
    if (error !== undefined) throw error;
    const answer = answerOf(usage, says);
    return tier === undefined ? answer : { ...answer, providerData: { service_tier: tier } };
  }

  return {
    gate,
    clock,
    events,
    left,
    settled,
    journal,
    stop,
    slots,
    serve,
    budget: () => ({ calls: allotments[0].left, dollars: allotments[1].left }),
    ask: (service: Service = {}, request: ModelRequest = requestOf()) =>
      askedAs(request, () => gate.pass(request, tariff, () => serve(service, request.signal))),
  };
}

function answerOf(
  { in: inputTokens = 0, cached = 0, out = 0 }: Service['usage'] = {},
  text = 'no',
): ModelResponse {
  return {
    usage: new Usage({
      requests: 1,
      inputTokens,
      outputTokens: out,
      totalTokens: inputTokens + out,
      inputTokensDetails: { cached_tokens: cached },
    }),
    output: [
      {
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text }],
      },
    ],
  };
}
