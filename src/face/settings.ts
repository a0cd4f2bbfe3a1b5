import type { ThemeAgent } from '../../agents/judge.ts';
import { UserMistake } from '../domain/mistake.ts';
import type { BatchOptions } from '../runs/batch-options.ts';
import { runOptionsOf } from '../runs/run-options.ts';
import type { Settings } from '../settings/schema.ts';
import { findThemes } from '../themes/find-themes.ts';
import { type OwnModel, ownWindow } from './own-model.ts';

/** Where results go, and which columns of a file hold what. */
export interface FileSettings extends Pick<Settings, 'out' | 'wide' | 'rawCells' | 'force'> {
  columns?: Pick<Settings, 'id' | 'text' | 'context'>;
}

type OfFiles = 'files' | 'id' | 'text' | 'limit' | 'sample' | 'seed' | keyof FileSettings;
type OfCommands = 'json' | 'dryRun' | 'detach' | 'langsmith' | 'langsmithSample';

/** What can be said of a tribunal. Everything has a default; limits are numbers, times seconds, costs dollars. */
export interface TribunalSettings
  extends Omit<Settings, 'model' | 'themes' | OfFiles | OfCommands> {
  /** Made by `defineTheme`, or a place as `--themes` takes it. Default: those of the current folder, else the samples. */
  themes?: string | readonly ThemeAgent[];
  /** As `--model` takes it, or one of your own. Default: `embedded`. */
  model?: string | OwnModel;
  /** The names of what else judges read of a ticket. Default: those of the first ticket. */
  context?: string[];
  /** No further call leaves once it fires; those in flight are waited for. */
  signal?: AbortSignal;
  /** Told what a person should know while it runs. */
  say?: (message: string) => void;
}

/** What a run needs to know, and what it is told while it goes on. */
export type FaceOptions = Omit<BatchOptions, 'onStart' | 'onDecision'>;

export function optionsOf(
  { themes, model, signal, say, ...values }: TribunalSettings,
  file: BatchOptions['file'] = '',
  { columns, ...output }: FileSettings = {},
): FaceOptions {
  if (themes?.length === 0) throw new UserMistake('openTribunal was given no themes');
  const own = typeof model === 'object' ? model : undefined;
  const { files, ...rows } = typeof file === 'string' ? { files: [file] } : file;
  const read = runOptionsOf(files, {
    ...{ ...values, ...output, ...rows, ...columns },
    model: typeof model === 'string' ? model : 'embedded',
  });
  const stop = signal ?? new AbortController().signal;
  return {
    ...read,
    themes: typeof themes === 'string' ? themes : themes ? [...themes] : findThemes(),
    ...{ stop, abort: new AbortController().signal, say },
    ...(own === undefined ? {} : ownOptions(own)),
  };
}

function ownOptions(own: OwnModel): Pick<FaceOptions, 'endpoint' | 'window'> {
  return {
    endpoint: { model: own.name, baseURL: '', api: 'embedded' },
    window: () => ownWindow(own),
  };
}
