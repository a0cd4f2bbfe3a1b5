import { useSessionStorage } from '@mantine/hooks';
import type { RunRequest, RunRequestInput } from '../../api/run-request.ts';
import { type ModelChoice, usualModel } from './model-choice.tsx';
import { type Reading, readingOf } from './reading-form.tsx';
import { limitNames, type RunLimits, sayLimits, usualLimits } from './run-limits.tsx';
import { isHalfWritten, type ThemeChoice } from './theme-choice.tsx';

/** Which columns hold what. */
export interface ColumnRoles {
  id: string | null;
  /** One column, or several that are joined. */
  texts: string[];
  context: string[];
}

/** All that is filled in of a new run. */
export interface RunDraft {
  file: string | null;
  /** Null until the file was read. */
  roles: ColumnRoles | null;
  reading: Reading;
  themes: ThemeChoice;
  model: ModelChoice;
  limits: RunLimits;
}

/** What is said of a file's columns. */
export type ColumnsDraft = Pick<RunDraft, 'roles' | 'reading'>;

export const emptyDraft: RunDraft = {
  file: null,
  roles: null,
  reading: {},
  model: usualModel,
  limits: usualLimits,
  themes: { known: null, written: [], draft: null },
};

/** What is filled in stays while its tab does. */
export function useRunDraft() {
  return useSessionStorage<RunDraft>({
    key: 'tribunal-new-run-2',
    defaultValue: emptyDraft,
    getInitialValueInEffect: false,
  });
}

/** What was said of the columns of one file is not about another. */
export function draftFor(file: string | null, draft: RunDraft): RunDraft {
  return file === draft.file ? draft : { ...draft, file, roles: null, reading: {} };
}

/** What keeps it from being started, in words. */
export function whatIsMissing({ file, roles, themes, model }: RunDraft): string | undefined {
  if (file === null) return 'Choose a file first.';
  if (isHalfWritten(themes)) return 'You are still writing a theme: add it, or discard it.';
  if (themes.known?.length === 0 && themes.written.length === 0)
    return 'Choose a theme, or write one.';
  if (model.isServed && model.model.trim() === '') return 'Name the model.';
  return roles === null ? 'Reading the file…' : undefined;
}

/** @returns null where something is missing yet */
export function requestOf(draft: RunDraft): RunRequestInput | null {
  const { file, roles, reading, themes, model, limits } = draft;
  if (file === null || roles === null || whatIsMissing(draft) !== undefined) return null;
  return {
    file,
    columns: {
      text: roles.texts.join(','),
      context: roles.context,
      ...(roles.id && { id: roles.id }),
    },
    ...reading,
    ...(themes.known !== null && { themes: themes.known }),
    ownThemes: themes.written,
    ...(model.isServed && { model: model.model.trim() }),
    ...(model.isServed && model.baseUrl.trim() && { baseUrl: model.baseUrl.trim() }),
    ...(!model.isServed && model.isLearned && { learned: true }),
    ...sayLimits(limits),
  };
}

/** The form as it was when this was asked for. */
export function draftOf(request: RunRequest): RunDraft {
  const { columns, maxMiss } = request;
  const isServed = request.model !== 'embedded';
  return {
    file: request.file,
    roles:
      columns.text === undefined
        ? null
        : { id: columns.id ?? null, texts: [columns.text], context: columns.context ?? [] },
    reading: readingOf(request),
    themes: { known: request.themes ?? null, written: request.ownThemes, draft: null },
    model: {
      isServed,
      model: isServed ? request.model : '',
      baseUrl: request.baseUrl ?? '',
      isLearned: request.learned === true,
    },
    limits: {
      route: request.triage === 'learned' ? 'learned' : (request.route ?? 'triage'),
      maxMiss: maxMiss === undefined ? usualLimits.maxMiss : 100 * maxMiss,
      aggregate: request.aggregate ?? usualLimits.aggregate,
      numbers: Object.fromEntries(limitNames.map((name) => [name, request[name]])),
      redact: request.redact === true,
    },
  };
}
