import { judgeDigest, type ThemeAgent } from '../../agents/judge.ts';
import { takeLearned } from '../learning/take-learned.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import type { RunRow } from '../ledger/schema.ts';
import type { RunOptions } from '../settings/options.ts';
import { Judging, type RunSettings, taken } from '../settings/settings.ts';
import { absolutePlaces, type TakenThemes, takeThemes } from '../themes/load-themes.ts';
import { openTickets, type TicketFile } from '../tickets/read-tickets.ts';
import { chooseWay } from '../tribunal/estimate/ways.ts';
import { openPanel, type Panel } from '../tribunal/open-panel.ts';
import { readAsBefore } from './read-as-before.ts';
import { summaryOfWritten, takeUpRun } from './take-up-run.ts';

export interface PreparedRun extends Panel {
  /** It was cut off earlier, and goes on now. */
  resumed: boolean;
  /** The file's rows, where all of them are stored already. */
  rows: number | null;
  /** Those that are stored so far. */
  known: { rows: number };
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
}

/**
 * Opens the file, the themes, the ledger and the model, in the order in which their mistakes are
 * cheapest to find out, and starts the run or takes up one that was cut off.
 */
export async function prepareRun(workflow: string, options: RunOptions): Promise<PreparedRun> {
  const taken = await takeThemes(options.themes);
  const file = await openTickets(options.file, options.columns);
  const ledger = await openLedger(options.ledger);
  try {
    return await prepareIn(ledger, taken, file, workflow, options);
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/** The same for a ledger that is open, and tickets of whatever origin. */
export async function prepareIn(
  ledger: Ledger,
  from: TakenThemes,
  opened: TicketFile,
  workflow: string,
  given: RunOptions,
): Promise<PreparedRun> {
  const settled = await settleOptions(ledger, from, opened, workflow, given);
  const { file, options, settings, rules, notes } = settled;
  const { themes } = from;
  const { presence, claims } = await ledger.enter();
  const taken = await takeUpRun(workflow, file, options, settings, ledger, presence);
  const { id, unfinished, fresh, written } = taken;
  const rows = unfinished?.rows ?? null;
  const panel = await openPanel(
    ledger,
    themes,
    { ...options, rules },
    { id, fresh, settings, rows, presence, claims },
  );

  async function begin(): Promise<number> {
    if (unfinished === undefined) {
      await enterRun(ledger, workflow, file, options, settings, { ...taken, process: presence.id });
      return 0;
    }
    if (isOtherScript(unfinished, settings))
      notes.push(
        'the workflow was edited since this run began; what it decided before stays; --fresh starts anew',
      );
    await ledger.runs.update(id, { status: 'running', ended_at: null });
    return ledger.runs.markUnknownCalls(id);
  }

  return {
    ...panel,
    resumed: unfinished !== undefined,
    rows,
    written,
    begin,
    settings,
    notes,
    file,
    themes,
    known: { rows: rows ?? 0 },
  };
}

function isOtherScript({ settings }: RunRow, { script }: RunSettings): boolean {
  return (JSON.parse(settings) as RunSettings).script?.digest !== script?.digest;
}

/** How a file is heard when all is considered that was taught and calibrated. */
export async function settleOptions(
  ledger: Ledger,
  { themes, notes: told }: TakenThemes,
  opened: TicketFile,
  workflow: string,
  given: RunOptions,
) {
  const taught = await takeLearned(ledger, themes, given.endpoint, given.learned);
  const learned = { ...given, endpoint: taught.endpoint };
  const { rules, notes, ...calls } = await chooseWay(ledger, themes, learned);
  const options: RunOptions = { ...learned, ...calls };
  const settingsFor = (file: TicketFile): RunSettings => ({
    ...settingsOf(themes, file, options),
    ...(rules === undefined ? {} : { rules }),
  });
  const newly = settingsFor(opened);
  const before = await readAsBefore(ledger, workflow, opened, options, newly);
  const file = before ?? opened;
  const settings = before === undefined ? newly : settingsFor(before);
  const all = [...told, ...file.notes, ...taught.notes, ...notes];
  return { file, options, settings, rules, notes: all };
}

/** Enters a new run into the ledger. */
export async function enterRun(
  ledger: Ledger,
  workflow: string,
  file: TicketFile,
  { endpoint }: RunOptions,
  settings: RunSettings,
  run: { id: string; key: string; process: string | null; written: readonly string[] },
): Promise<void> {
  await ledger.runs.start({
    id: run.id,
    key: run.key,
    workflow,
    file: file.place,
    model: endpoint.model,
    base_url: endpoint.baseURL,
    status: 'running',
    started_at: Date.now(),
    ended_at: null,
    settings: JSON.stringify(settings),
    summary: summaryOfWritten(run.written),
    process: run.process,
    rows: null,
  });
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
    ...inputOf(file),
    themes: themes.map((theme) => ({
      id: theme.id,
      name: theme.name,
      definition: theme.definition,
      excludes: theme.excludes,
      digest: judgeDigest(theme),
    })),
    ...taken(Judging, {
      ...options,
      reasoningEffort: options.endpoint.effort,
      serviceTier: options.endpoint.tier,
      concurrency: options.concurrency.most,
      limits: options.limits ?? {},
      redact: options.redact || undefined,
    }),
    ...(options.script === undefined ? {} : { script: options.script }),
    place: typeof options.themes === 'string' ? absolutePlaces(options.themes) : '',
    command: options.command,
  };
}

function inputOf({ files, reading }: TicketFile): Pick<RunSettings, 'input'> {
  const input = { ...(files.length > 1 ? { files } : {}), ...reading };
  return Object.keys(input).length === 0 ? {} : { input };
}
