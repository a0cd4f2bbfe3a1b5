import type { RunSettings } from '../../src/settings/settings.ts';
import { themeIds } from './cases.ts';

/** Of a run over the themes of `cases.ts`. */
export const soundSettings: RunSettings = {
  columns: ['id', 'text'],
  header: ['id', 'text'],
  roles: { id: 'id', text: 'text', context: [] },
  themes: themeIds.map((id) => ({ id, name: id, definition: id, excludes: [] })),
  route: 'triage',
  aggregate: 'never',
  docket: 4,
  concurrency: 1,
  limits: {},
  fresh: false,
};
