import type { ThemeAgent } from '../../agents/judge.ts';
import type { Rules } from '../domain/decision/reconcile.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Claims } from '../ledger/processes/claims.ts';
import type { Presence } from '../ledger/processes/presence.ts';
import { Repairs } from '../model/answers/repairs.ts';
import type { Uselessness } from '../model/limits/usefulness.ts';
import type { HearingOptions, RunOptions } from '../settings/options.ts';
import type { RunSettings } from '../settings/settings.ts';
import type { SpanRecorder } from '../trace/recorder.ts';
import { plannedCalls } from './estimate/share-out.ts';
import { LearnedTriage } from './learned-triage.ts';
import { openHearing } from './open-hearing.ts';
import type { RunProgress } from './queue/spending.ts';
import { Tribunal } from './tribunal.ts';

/** The panel of a run in this process, ready to hear its tickets. */
export interface Panel {
  id: string;
  ledger: Ledger;
  recorder: SpanRecorder;
  tribunal: Tribunal;
  /** Nothing where triage is an agent, or everybody is asked. */
  router: LearnedTriage | undefined;
  /** Calls that have left so far. */
  calls(): number;
  /** How far it is; so many rows of the file are known. */
  progress(rows: number): RunProgress;
  /** What is wrong with answers, as long as nobody gave one that can be used. */
  doubt(): Uselessness | undefined;
  /** Tickets will follow, until the end of the same intake. */
  beginIntake(): void;
  endIntake(): void;
  /** Sends no further docket, as if the user had stopped the run. */
  halt(): void;
}

export interface PanelOptions
  extends HearingOptions,
    Pick<RunOptions, 'route' | 'aggregate' | 'audit' | 'votes' | 'panel' | 'triage'>,
    Pick<RunOptions, 'stack' | 'alone'> {
  rules: Rules | undefined;
}

export async function openPanel(
  ledger: Ledger,
  themes: ThemeAgent[],
  options: PanelOptions,
  run: {
    id: string;
    fresh: boolean;
    settings: RunSettings;
    /** The file's rows, where that is known. */
    rows: number | null;
    presence: Presence;
    claims: Claims;
  },
): Promise<Panel> {
  const repairs = new Repairs((tickets) => plannedCalls(options, themes, tickets));
  const { court, window, recorder, halt, calls, checkNamed } = await openHearing(
    ledger,
    themes,
    options,
    run,
    repairs,
  );
  const { rules, ...rest } = options;
  const router =
    options.triage === undefined
      ? undefined
      : await LearnedTriage.open(run, themes, ledger, options.triage);
  const tribunal = new Tribunal(court, themes, window, {
    ...rest,
    router,
    checkNamed,
    ...(rules === undefined ? {} : { rules }),
  });
  const beginIntake = () => court.flow.begin();
  const endIntake = () => court.flow.end();
  const doubt = () => court.fuse.doubt;
  const progress = (rows: number): RunProgress => ({
    calls: calls(),
    planned: run.rows === null ? plannedCalls(options, themes, rows) : undefined,
    cost: court.spending.cost,
    trouble: court.spending.trouble,
  });
  return {
    id: run.id,
    ledger,
    recorder,
    tribunal,
    router,
    calls,
    progress,
    doubt,
    beginIntake,
    endIntake,
    halt,
  };
}
