import type { ThemeAgent } from '../agents/judge.ts';
import type { CallJournal } from '../src/ledger/call-journal.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { Breaker } from '../src/model/breaker.ts';
import { openEmbedded } from '../src/model/embedded/model.ts';
import type { Endpoint } from '../src/model/endpoint.ts';
import { type Budget, Gate } from '../src/model/gate.ts';
import { type Limits, Pacer } from '../src/model/pacer.ts';
import { type ModelWindow, openWindow } from '../src/model/window.ts';

export interface ModelOptions {
  endpoint: Endpoint;
  timeoutMs: number;
  /** What the provider allows; what is left out is found out. */
  limits?: Limits | undefined;
  /** Calls to the server that this command may make. */
  maxCalls?: number | undefined;
  /** Told what a person should know while it runs. */
  say?: ((message: string) => void) | undefined;
  /** Stands in for the endpoint's window, in tests and benchmarks. */
  window?: ((themes: readonly ThemeAgent[]) => ModelWindow) | undefined;
}

/** Before a call that failed in passing is asked again, in milliseconds; it doubles each time. */
const firstPauseMs = 500;

/** The window that a run's calls leave through: the embedded model's, or a server's behind its gate. */
export async function openModel(
  options: ModelOptions,
  themes: ThemeAgent[],
  ledger: Ledger,
  journal: CallJournal,
  stop: AbortSignal,
): Promise<ModelWindow> {
  if (options.window !== undefined) return options.window(themes);
  if (options.endpoint.api === 'embedded') return openEmbedded(themes);
  return openWindow(
    options.endpoint,
    {
      footing: (key) => ({
        recall: async () => {
          const body = await ledger.footing(key);
          return body === undefined ? undefined : JSON.parse(body);
        },
        remember: (footing) =>
          ledger.write({ footings: [{ endpoint: key, body: JSON.stringify(footing) }] }),
      }),
    },
    {
      gate: await openGate(options, ledger, journal, stop),
      timeoutMs: options.timeoutMs,
      pauseMs: firstPauseMs,
    },
    process.env,
  );
}

const day = 24 * 3600 * 1000;

/** The limits of an account go on where any process of this ledger left them. */
async function openGate(
  options: ModelOptions,
  ledger: Ledger,
  journal: CallJournal,
  stop: AbortSignal,
): Promise<Gate> {
  const { endpoint, limits = {}, maxCalls } = options;
  const key = `${endpoint.baseURL} ${endpoint.model}`;
  const now = Date.now();
  const today = await ledger.records.callsSince(key, now - day);
  const calls: Budget['calls'] = [];
  if (maxCalls !== undefined)
    calls.push({ left: maxCalls, because: `--max-calls ${maxCalls} is reached` });
  if (limits.rpd !== undefined)
    calls.push({
      left: limits.rpd - today.length,
      because: `--rpd ${limits.rpd} is reached: so many calls were made in the last 24 hours`,
    });
  const lastMinute = today.filter(({ sentAt }) => sentAt > now - 60_000);
  return new Gate({
    endpoint: key,
    pacer: new Pacer(limits, lastMinute),
    breaker: new Breaker(options.say ?? (() => {})),
    journal,
    budget: { calls },
    stop,
  });
}
