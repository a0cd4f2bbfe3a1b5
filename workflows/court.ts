import { randomBytes } from 'node:crypto';
import { Runner } from '@openai/agents';
import pLimit from 'p-limit';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { AnswerRow, CallRow } from '../src/ledger/schema.ts';
import type { SpanRecorder, Tally } from '../src/trace/recorder.ts';
import { Flow } from './flow.ts';

/** What all desks of a run share. */
export interface Court {
  run: string;
  ledger: Ledger;
  runner: Runner;
  flow: Flow;
  docketSize: number;
  /** No new docket after this one fires. */
  stop: AbortSignal;
  /** Dockets that are out are called off when this one fires. */
  abort: AbortSignal;
  /** Bounds how many dockets are out at once. */
  limit<Result>(work: () => Promise<Result>): Promise<Result>;
  /** An answer that has been paid for already. */
  lookUp(address: string): Promise<AnswerRow | undefined>;
  tally(
    docket: string,
  ): { calls: number } & Record<'tokens_in' | 'tokens_cached' | 'tokens_out', number>;
  /** The settled calls of a docket, to be written with its answers. */
  takeCalls(docket: string): CallRow[];
  newDocketId(): string;
}

export interface CourtOptions {
  run: string;
  docketSize: number;
  concurrency: number;
  /** Leave aside what other runs paid for. */
  fresh: boolean;
  takeCalls(docket: string): CallRow[];
  stop: AbortSignal;
  abort: AbortSignal;
}

export function openCourt(ledger: Ledger, recorder: SpanRecorder, options: CourtOptions): Court {
  const limit = pLimit(options.concurrency);
  return {
    ...options,
    ledger,
    runner: new Runner({ traceIncludeSensitiveData: true }),
    flow: new Flow(),
    limit: (work) => limit(work),
    lookUp: gatherLookUps((addresses) =>
      ledger.answers(addresses, options.fresh ? options.run : undefined),
    ),
    tally: (docket) => columnsOf(recorder.takeTally(docket)),
    newDocketId: () => `trace_${randomBytes(16).toString('hex')}`,
  };
}

function columnsOf({ calls, tokensIn, tokensCached, tokensOut }: Tally) {
  return { calls, tokens_in: tokensIn, tokens_cached: tokensCached, tokens_out: tokensOut };
}

/** Answers all look-ups of one turn of the event loop by one query. */
function gatherLookUps(
  query: (addresses: readonly string[]) => Promise<Map<string, AnswerRow>>,
): (address: string) => Promise<AnswerRow | undefined> {
  let gathering: { addresses: Set<string>; found: Promise<Map<string, AnswerRow>> } | undefined;
  return async (address) => {
    if (gathering === undefined) {
      const addresses = new Set<string>();
      const found = new Promise<Map<string, AnswerRow>>((resolve, reject) => {
        setImmediate(() => {
          gathering = undefined;
          query([...addresses]).then(resolve, reject);
        });
      });
      gathering = { addresses, found };
    }
    gathering.addresses.add(address);
    return (await gathering.found).get(address);
  };
}
