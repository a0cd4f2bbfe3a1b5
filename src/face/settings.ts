import { UserMistake } from '../domain/mistake.ts';
import type { BatchOptions } from '../runs/batch-options.ts';
import { runOptionsOf } from '../runs/run-options.ts';
import { findThemes } from '../themes/find-themes.ts';
import type { BatchSettings, OwnModel, TribunalSettings } from './contract.ts';
import { ownWindow } from './own-model.ts';

/** What a run needs to know, and what it is told while it goes on. */
export type FaceOptions = Omit<BatchOptions, 'onStart' | 'onDecision'>;

const limits = ['rpm', 'tpm', 'rpd', 'maxCalls'] as const;

export function optionsOf(
  { themes, model, signal, say, ...values }: TribunalSettings,
  files: string | readonly string[] = '',
  { signal: _, onDecision: __, ...file }: BatchSettings = {},
): FaceOptions {
  if (themes?.length === 0) throw new UserMistake('openTribunal was given no themes');
  const own = typeof model === 'object' ? model : undefined;
  if (own !== undefined && values.maxCost !== undefined)
    throw new UserMistake(
      'maxCost is for models on a server, which tell what they used; beside a model of your own set maxCalls',
    );
  const read = runOptionsOf(files, {
    ...values,
    ...file,
    model: typeof model === 'string' ? model : 'embedded',
  });
  const stop = signal ?? new AbortController().signal;
  return {
    ...read,
    themes: typeof themes === 'string' ? themes : themes ? [...themes] : findThemes(),
    stop,
    abort: new AbortController().signal,
    say,
    ...(own &&
      ownOptions(
        own,
        limits.some((name) => values[name] !== undefined),
      )),
  };
}

function ownOptions(own: OwnModel, isLimited: boolean): Pick<FaceOptions, 'endpoint' | 'window'> {
  return {
    endpoint: { model: own.name, baseURL: '', api: 'embedded' },
    window: async (_, openGate) => ownWindow(own, isLimited ? await openGate() : undefined),
  };
}
