import path from 'node:path';
import { judgeDigest, type ThemeAgent } from '../agents/judge.ts';
import { takeThemes } from '../agents/load-themes.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { openLedger } from '../src/ledger/open-ledger.ts';
import { openTickets, type TicketFile } from '../src/tickets/read-tickets.ts';
import type { SpanRecorder } from '../src/trace/recorder.ts';
import { applyCalibration } from './apply-calibration.ts';
import { checkPanel } from './check-panel.ts';
import { LearnedTriage } from './learned-triage.ts';
import { openHearing } from './open-hearing.ts';
import type { RunOptions, RunSettings } from './run-settings.ts';
import { takeLearned } from './take-learned.ts';
import { takeUpRun } from './take-up-run.ts';
import { Tribunal } from './tribunal.ts';

export interface PreparedRun {
  id: string;
  /** It was cut off earlier, and goes on now. */
  resumed: boolean;
  /** The file's rows, where all of them are stored already. */
  rows: number | null;
  /** Results of the same command that may be written again. */
  written: string[];
  /**
   * Enters the run into the ledger. Returns how many calls were on their way when an earlier process
   * of it died.
   */
  begin(): Promise<number>;
  settings: RunSettings;
  /** One line for each guess at the file's columns, and for what was calibrated. */
  notes: string[];
  file: TicketFile;
  themes: ThemeAgent[];
  ledger: Ledger;
  recorder: SpanRecorder;
  tribunal: Tribunal;
  /** Nothing where triage is an agent, or everybody is asked. */
  router: LearnedTriage | undefined;
  /** No ticket will follow. */
  endIntake(): void;
  /** Sends no further docket, as if the user had stopped the run. */
  halt(): void;
}

/**
 * Opens the file, the themes, the ledger and the model, in the order in which their mistakes are
 * cheapest to find out, and starts the run or takes up one that was cut off.
 */
export async function prepareRun(workflow: string, options: RunOptions): Promise<PreparedRun> {
  const themes = await takeThemes(options.themes);
  const file = await openTickets(options.file, options.columns);
  if (options.panel !== undefined) await checkPanel(options.endpoint, options.panel);
  const ledger = await openLedger(options.ledger);
  try {
    return await prepareIn(ledger, themes, file, workflow, options);
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

async function prepareIn(
  ledger: Ledger,
  themes: ThemeAgent[],
  file: TicketFile,
  workflow: string,
  given: RunOptions,
): Promise<PreparedRun> {
  const taught = await takeLearned(ledger, themes, given.endpoint, given.learned);
  const options = { ...given, endpoint: taught.endpoint };
  const { docket, rules, notes } = await applyCalibration(ledger, themes, options);
  const settings: RunSettings = {
    ...settingsOf(themes, file, { ...options, docket }),
    ...(rules === undefined ? {} : { rules }),
  };
  const { presence, claims } = await ledger.enter();
  const { id, key, unfinished, fresh, written } = await takeUpRun(
    workflow,
    options,
    settings,
    ledger,
    presence,
  );
  const { court, window, recorder, halt } = await openHearing(
    ledger,
    themes,
    { ...options, docket },
    { id, fresh, presence, claims },
  );
  const router =
    options.triage === undefined
      ? undefined
      : await LearnedTriage.open(
          { id, settings, rows: unfinished?.rows ?? null },
          themes,
          ledger,
          options.triage,
        );
  const tribunal = new Tribunal(court, themes, window, {
    ...options,
    router,
    ...(rules === undefined ? {} : { rules }),
  });

  async function begin(): Promise<number> {
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
        process: presence.id,
        rows: null,
      });
    if (unfinished === undefined) return 0;
    await ledger.updateRun(id, { status: 'running', ended_at: null });
    return ledger.markUnknownCalls(id);
  }

  return {
    id,
    resumed: unfinished !== undefined,
    rows: unfinished?.rows ?? null,
    written,
    begin,
    settings,
    notes: [...file.notes, ...taught.notes, ...notes],
    file,
    themes,
    ledger,
    recorder,
    tribunal,
    router,
    endIntake: () => court.flow.end(),
    halt,
  };
}

/** What is kept of how a file is heard. */
export function settingsOf(
  themes: readonly ThemeAgent[],
  file: TicketFile,
  options: RunOptions,
): RunSettings {
  return {
    columns: file.columns,
    header: file.header,
    roles: file.roles,
    themes: themes.map((theme) => ({
      id: theme.id,
      name: theme.name,
      definition: theme.definition,
      excludes: theme.excludes,
      digest: judgeDigest(theme),
    })),
    route: options.route,
    aggregate: options.aggregate,
    docket: options.docket,
    concurrency: options.concurrency.most,
    limits: options.limits ?? {},
    fresh: options.fresh,
    ...(options.audit === undefined ? {} : { audit: options.audit }),
    ...(options.triage === undefined ? {} : { triage: options.triage }),
    ...(options.votes === undefined ? {} : { votes: options.votes }),
    ...(options.panel === undefined ? {} : { panel: options.panel }),
    ...(options.redact ? { redact: true } : {}),
    place: typeof options.themes === 'string' ? options.themes : '',
    command: options.command,
  };
}
