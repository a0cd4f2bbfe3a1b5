import { setMaxListeners } from 'node:events';
import { setTraceProcessors, setTracingDisabled } from '@openai/agents';
import type { ThemeAgent } from '../../agents/judge.ts';
import { CallJournal } from '../ledger/call-journal.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Claims } from '../ledger/processes/claims.ts';
import type { Presence } from '../ledger/processes/presence.ts';
import { footingKey } from '../model/answers/describe-footing.ts';
import { Repairs } from '../model/answers/repairs.ts';
import { checkModels } from '../model/check-models.ts';
import type { Others } from '../model/limits/usefulness.ts';
import { contextLengthOf, namesOf, readModels } from '../model/list-models.ts';
import type { ModelWindow } from '../model/window.ts';
import type { HearingOptions } from '../settings/options.ts';
import { SpanRecorder } from '../trace/recorder.ts';
import { createRedactor } from '../trace/redact.ts';
import { spanRouter } from '../trace/span-router.ts';
import { Gauge, KnownLength } from './dockets/docket-size.ts';
import { checkNamed, openModel } from './open-model.ts';
import { type Court, openCourt } from './queue/run-context.ts';

/** What the questions of a run pass through on their way to a model and back. */
export interface Hearing {
  window: ModelWindow;
  recorder: SpanRecorder;
  court: Court;
  /** @throws UserMistake for a model that a workflow names and this run can't ask */
  checkNamed(model: string): void;
  /** Calls that have left so far. */
  calls(): number;
  /** Sends no further docket, as if the user had stopped the run. */
  halt(): void;
}

/**
 * Opens the way to the model for one run, with its books and its trace.
 * @param repairs bounds what it costs to ask again, by what was planned where that is known
 */
export async function openHearing(
  ledger: Ledger,
  themes: ThemeAgent[],
  options: HearingOptions,
  run: { id: string; fresh: boolean; presence: Presence; claims: Claims },
  repairs: Repairs = new Repairs(),
): Promise<Hearing> {
  ledger.tellTrouble(options.say ?? (() => {}));
  const journal = new CallJournal(ledger, run.id, run.presence);
  const halting = new AbortController();
  // Every call in flight listens to them.
  setMaxListeners(0, options.stop, options.abort, halting.signal);
  options.stop.addEventListener('abort', () => halting.abort());
  // Not `halting`: at the end of a budget the calls that it still covers may leave.
  const window = await openModel(options, themes, ledger, {
    run: run.id,
    journal,
    repairs,
    stop: options.stop,
    tellHoldUp: (holdUp) => run.presence.holdUp(holdUp),
  });
  const isEmbedded = options.endpoint.api === 'embedded';
  const served = isEmbedded ? [] : await readModels(options.endpoint, process.env);
  const names = namesOf(served);
  if (!isEmbedded && options.joins !== true) checkModels(options, themes, names);
  const redactor = options.redact ? createRedactor(namesIn(themes)) : undefined;
  const recorder = new SpanRecorder((rows) => ledger.write(rows), {
    spans: options.spans ?? 'full',
    redactor,
  });
  setTracingDisabled(false);
  setTraceProcessors([spanRouter]);
  const gauge = new Gauge(
    options.docket,
    isEmbedded ? undefined : contextLengthOf(options.endpoint, served),
    options.limits?.tpm,
  );
  if (!isEmbedded) await rememberLength(ledger, gauge, options);
  const court = openCourt(ledger, recorder, {
    run: run.id,
    baseURL: options.endpoint.baseURL,
    gauge,
    repairs,
    concurrency: options.concurrency.most,
    fresh: run.fresh,
    claims: isEmbedded ? undefined : run.claims,
    others: options.joins ? answersFromNow(ledger, run.id, options.docket) : undefined,
    beginCalls: (docket, timesLost) => journal.begin(docket, timesLost),
    takeCalls: (docket) => journal.take(docket),
    handOver: window.handOver,
    hasAnswered: window.hasAnswered,
    say: options.say,
    redactor,
    stop: halting.signal,
    abort: options.abort,
  });
  return {
    window,
    recorder,
    court,
    checkNamed: (model) => checkNamed(options, model, names),
    calls: () => journal.sent,
    halt: () => halting.abort(),
  };
}

/** How many answers and themes of one call the model gets to the end of, once that is found out. */
async function rememberLength(
  ledger: Ledger,
  gauge: Gauge,
  { endpoint, relearn, say }: HearingOptions,
): Promise<void> {
  const key = `answers ${footingKey(endpoint)}`;
  const body = relearn ? undefined : await ledger.footing(key);
  const stored = body === undefined ? {} : JSON.parse(body);
  let known = KnownLength.catch({}).parse(
    typeof stored === 'number' ? { answers: stored } : stored,
  );
  gauge.remember(known, (found) => {
    known = { ...known, ...found };
    if (found.answers !== undefined)
      say?.(
        `Answers are cut off: calls ask for no more than ${found.answers} verdicts from here on`,
      );
    ledger
      .write({ footings: [{ endpoint: key, body: JSON.stringify(known) }] })
      .catch(() => say?.('That could not be kept for later runs'));
  });
}

/** What themes bring that stands in every trace: their ids, and the names of their judges' tools. */
function namesIn(themes: readonly ThemeAgent[]): string[] {
  return themes.flatMap(({ id, judge }) => [id, ...(judge?.tools ?? []).map(({ name }) => name)]);
}

/** What all processes of a run have brought since this one took part in it. */
function answersFromNow(ledger: Ledger, run: string, docket: number): Others {
  const before = ledger.records.countWorth(run, docket);
  // Whoever asks first gets to know of it.
  before.catch(() => {});
  return async () => {
    const [earlier, now] = [await before, await ledger.records.countWorth(run, docket)];
    return now.map(({ agent, cause, calls, worth }) => {
      const known = earlier.find((one) => one.agent === agent && one.cause === cause);
      return {
        agent,
        cause,
        calls: calls - (known?.calls ?? 0),
        worth: worth - (known?.worth ?? 0),
      };
    });
  };
}
