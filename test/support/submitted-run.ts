import type { RunRow } from '../../src/ledger/schema.ts';
import type { RunSettings } from '../../src/settings/settings.ts';

/** What makes a run of `enterRun` one that was submitted elsewhere, and is with the workers. */
export const submitted = {
  run: { status: 'running' as const, ended_at: null },
  settings: {
    command: 'npx tribunal batch tickets.csv --ledger postgres://tribunal@db.example/tribunal',
    shared: { themes: [], api: 'chat', timeoutMs: 1000, concurrency: { start: 1, most: 1 } },
  },
} satisfies { run: Partial<RunRow>; settings: Partial<RunSettings> };
