import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ModelProvider, Runner } from '@openai/agents';
import pLimit from 'p-limit';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Claims } from '../../ledger/processes/claims.ts';
import type { StoredAnswer } from '../../ledger/rows/find-answers.ts';
import type { CallRow } from '../../ledger/schema.ts';
import type { Repairs } from '../../model/answers/repairs.ts';
import { describe, Fuse } from '../../model/limits/fuse.ts';
import type { Others } from '../../model/limits/usefulness.ts';
import type { ModelWindow } from '../../model/window.ts';
import type { SpanRecorder } from '../../trace/recorder.ts';
import type { Redactor } from '../../trace/redact.ts';
import type { Gauge } from '../dockets/docket-size.ts';
import { Flow } from './flush-signal.ts';
import { Spending } from './spending.ts';

/** What all desks of a run share. */
export interface Court {
  run: string;
  /** Of the server that is asked; empty where none is. */
  baseURL: string;
  ledger: Ledger;
  runner: Runner;
  flow: Flow;
  gauge: Gauge;
  /** Ends what is useless. */
  fuse: Fuse;
  /** Bounds what it costs to ask again. */
  repairs: Repairs;
  /** What calls have come to so far. */
  spending: Spending;
  /** No new docket after this one fires. */
  stop: AbortSignal;
  /** Dockets that are out are called off when this one fires. */
  abort: AbortSignal;
  /** Bounds how many dockets are out at once. */
  limit<Result>(work: () => Promise<Result>): Promise<Result>;
  /** The answer that has been paid for already, or whether we may ask or another process is about to. */
  lookUp(address: string): Promise<StoredAnswer | 'ours' | 'theirs'>;
  /** How often what was looked up here was lost to others so far. */
  timesLost(): number;
  /** Says, once a minute, that answers are waited for which another process has asked for. */
  tellOthersAsked(): void;
  /** Tells whoever started the run. */
  say: ((message: string) => void) | undefined;
  /** Lets others ask what got no answer here. */
  release(address: string): Promise<void>;
  /** Writes the spans of this run's dockets, and counts their calls. */
  recorder: SpanRecorder;
  /** Calls of a docket leave only while nothing more is lost than when its questions were looked up. */
  beginCalls(docket: string, timesLost: number): void;
  /** The settled calls of a docket, to be written with its answers. */
  takeCalls(docket: string): CallRow[];
  /** For what is written of a docket beside its answers; nothing where all may be kept. */
  redactor: Redactor | undefined;
  newDocketId(): string;
  /** Whether that model, or the run's, is known to have answered. */
  hasAnswered(model: string | undefined): boolean;
  /** Triage's model as it hands a docket to a judge, where the window has a say in it. */
  handOver: ModelWindow['handOver'];
}

export interface CourtOptions {
  run: string;
  baseURL: string;
  gauge: Gauge;
  repairs: Repairs;
  concurrency: number;
  /** Leave aside what other runs paid for. */
  fresh: boolean;
  /** Keeps other processes from paying for the same; nothing where answers cost nothing. */
  claims: Claims | undefined;
  /** What all processes have brought, where several are at work on the run. */
  others?: Others | undefined;
  handOver?: ModelWindow['handOver'];
  hasAnswered?: ModelWindow['hasAnswered'];
  say?: ((message: string) => void) | undefined;
  beginCalls(docket: string, timesLost: number): void;
  takeCalls(docket: string): CallRow[];
  redactor: Redactor | undefined;
  stop: AbortSignal;
  abort: AbortSignal;
}

/** Every agent brings its model. */
const noProvider: ModelProvider = {
  getModel(name) {
    throw new Error(`nobody provides ${name}`);
  },
};

export function openCourt(ledger: Ledger, recorder: SpanRecorder, options: CourtOptions): Court {
  const limit = pLimit(options.concurrency);
  const flow = new Flow();
  const { claims } = options;
  return {
    ...options,
    handOver: options.handOver,
    say: options.say,
    hasAnswered: (model) => options.hasAnswered?.(model) ?? false,
    ledger,
    recorder,
    runner: new Runner({ traceIncludeSensitiveData: true, modelProvider: noProvider }),
    flow,
    spending: new Spending(),
    fuse: new Fuse(
      (useless) => options.say?.(`${useless.who} is not asked any more: ${describe(useless)}`),
      options.others,
    ),
    limit: (work) => limit(work),
    lookUp: gather(flow, (addresses) => lookUp(ledger, addresses, options)),
    timesLost: () => claims?.timesLost ?? 0,
    tellOthersAsked: onceAMinute(() =>
      options.say?.('Waiting for answers that another process with this ledger has asked for'),
    ),
    release: async (address) => claims?.release(address),
    newDocketId: () => `trace_${randomBytes(16).toString('hex')}`,
  };
}

async function lookUp(
  ledger: Ledger,
  addresses: readonly string[],
  { run, fresh, claims }: CourtOptions,
): Promise<Map<string, StoredAnswer | 'ours' | 'theirs'>> {
  const find = (among: readonly string[]) => ledger.answers(among, fresh ? run : undefined);
  const found: Map<string, StoredAnswer | 'ours' | 'theirs'> = await find(addresses);
  const missing = addresses.filter((address) => !found.has(address));
  for (const address of missing) found.set(address, 'ours');
  // Who asks afresh wants to pay, whoever else does.
  if (claims === undefined || fresh || missing.length === 0) return found;
  for (const address of await claims.claim(missing)) found.set(address, 'theirs');
  // Another process may have answered in between, and be gone.
  for (const [address, answer] of await find(missing)) found.set(address, answer);
  return found;
}

function onceAMinute(tell: () => void): () => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - toldAt < 60_000) return;
    toldAt = now;
    tell();
  };
}

/** Answers all look-ups of one turn of the event loop together. */
function gather<Found>(
  flow: Flow,
  query: (addresses: readonly string[]) => Promise<Map<string, Found>>,
): (address: string) => Promise<Found> {
  let gathering: { addresses: Set<string>; found: Promise<Map<string, Found>> } | undefined;
  return (address) => {
    if (gathering === undefined) {
      const addresses = new Set<string>();
      const found = flow.during(async () => {
        await nextTurn();
        gathering = undefined;
        return query([...addresses]);
      });
      gathering = { addresses, found };
    }
    gathering.addresses.add(address);
    return gathering.found.then((found) => found.get(address) as Found);
  };
}
