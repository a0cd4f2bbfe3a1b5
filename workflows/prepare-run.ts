import { randomInt } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTraceProcessors, setTracingDisabled } from '@openai/agents';
import type { ThemeAgent } from '../agents/judge.ts';
import { loadThemes } from '../agents/load-themes.ts';
import { addressOf } from '../src/domain/address.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { openLedger } from '../src/ledger/open-ledger.ts';
import { openEmbedded } from '../src/model/embedded/model.ts';
import type { Endpoint } from '../src/model/endpoint.ts';
import { type ModelWindow, openWindow } from '../src/model/window.ts';
import { openTickets, type TicketFile } from '../src/tickets/read-tickets.ts';
import { SpanRecorder } from '../src/trace/recorder.ts';
import { openCourt } from './court.ts';
import { Tribunal } from './tribunal.ts';

/** Everything that a command can say about how a file is to be heard. */
export interface RunOptions {
  file: string;
  columns: { id?: string; text?: string; context?: string[] };
  /** A folder or a JSON file. */
  themes: string;
  ledger: string;
  endpoint: Endpoint;
  route: 'triage' | 'all';
  aggregate: 'always' | 'conflicts' | 'never';
  /** Tickets in one model call. */
  docket: number;
  /** Dockets that are out at once. */
  concurrency: number;
  timeoutMs: number;
  fresh: boolean;
  /** Stands in for the endpoint's window, in tests and benchmarks. */
  window?: (themes: readonly ThemeAgent[]) => ModelWindow;
  /** No new call after this one fires. */
  stop: AbortSignal;
  /** Calls in flight are called off when this one fires. */
  abort: AbortSignal;
}

/** What `runs show`, `trace` and an export need to know of a run; stored with it as JSON. */
export interface RunSettings {
  columns: string[];
  header: string[];
  roles: TicketFile['roles'];
  themes: { id: string; name: string; definition: string; excludes: string[] }[];
  route: RunOptions['route'];
  aggregate: RunOptions['aggregate'];
  docket: number;
  concurrency: number;
}

export interface PreparedRun {
  id: string;
  /** It was cut off earlier, and goes on now. */
  resumed: boolean;
  file: TicketFile;
  themes: ThemeAgent[];
  ledger: Ledger;
  recorder: SpanRecorder;
  tribunal: Tribunal;
  /** No ticket will follow. */
  endIntake(): void;
  /** Sends no further docket, as if the user had stopped the run. */
  halt(): void;
}

/** Before a call that failed in passing is asked again, in milliseconds; it doubles each time. */
const firstPauseMs = 500;

/**
 * Opens the file, the themes, the ledger and the model, in the order in which their mistakes are
 * cheapest to find out, and starts the run or takes up one that was cut off.
 */
export async function prepareRun(workflow: string, options: RunOptions): Promise<PreparedRun> {
  const themes = await loadThemes(options.themes);
  const file = await openTickets(options.file, options.columns);
  const ledger = await openLedger(options.ledger);
  const window = chooseWindow(options, themes, ledger);

  const settings: RunSettings = {
    columns: file.columns,
    header: file.header,
    roles: file.roles,
    themes: themes.map(({ id, name, definition, excludes }) => ({
      id,
      name,
      definition,
      excludes,
    })),
    route: options.route,
    aggregate: options.aggregate,
    docket: options.docket,
    concurrency: options.concurrency,
  };
  const key = await keyOf(workflow, options, settings, window);
  const unfinished = options.fresh ? undefined : await ledger.unfinishedRun(key);
  const id = unfinished?.id ?? newRunId();
  if (unfinished === undefined)
    await ledger.startRun({
      id,
      key,
      workflow,
      file: path.resolve(options.file),
      model: options.endpoint.model,
      base_url: options.endpoint.baseURL,
      status: 'running',
      started_at: Date.now(),
      ended_at: null,
      settings: JSON.stringify(settings),
      summary: null,
    });
  else await ledger.updateRun(id, { status: 'running', ended_at: null });

  const recorder = new SpanRecorder((rows) => ledger.write(rows));
  setTracingDisabled(false);
  setTraceProcessors([recorder]);
  const halting = new AbortController();
  options.stop.addEventListener('abort', () => halting.abort());
  const court = openCourt(ledger, recorder, {
    run: id,
    docketSize: options.docket,
    concurrency: options.concurrency,
    fresh: options.fresh,
    stop: halting.signal,
    abort: options.abort,
  });
  const tribunal = new Tribunal(court, themes, window, options);
  return {
    id,
    resumed: unfinished !== undefined,
    file,
    themes,
    ledger,
    recorder,
    tribunal,
    endIntake: () => court.flow.end(),
    halt: () => halting.abort(),
  };
}

function chooseWindow(options: RunOptions, themes: ThemeAgent[], ledger: Ledger): ModelWindow {
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
    { timeoutMs: options.timeoutMs, pauseMs: firstPauseMs },
    process.env,
  );
}

/** What makes two commands the same: the file as it is now, the questions, and who answers them. */
async function keyOf(
  workflow: string,
  options: RunOptions,
  settings: RunSettings,
  window: ModelWindow,
): Promise<string> {
  const { size, mtimeMs } = await stat(options.file);
  const { docket: _, concurrency: __, ...asked } = settings;
  return addressOf(
    workflow,
    path.resolve(options.file),
    String(size),
    String(mtimeMs),
    window.identity(),
    JSON.stringify(asked),
  );
}

/** The time, to the second, and four letters: sorts by age and can be read over a telephone. */
function newRunId(): string {
  const time = new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const letters = Array.from({ length: 4 }, () => 'bcdfghjkmnpqrstvwxz'[randomInt(19)]).join('');
  return `${time}-${letters}`;
}
