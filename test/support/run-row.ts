import type { Tables } from '../../src/ledger/schema.ts';
import { soundSettings } from './sound-settings.ts';

type Row = Tables['runs'];

/** The row of a run that ended well. */
export function runRow(id: string, change: Partial<Row> = {}): Row {
  return {
    id,
    key: id,
    workflow: 'batch',
    file: 'tickets.csv',
    model: 'mock',
    base_url: '',
    status: 'finished',
    started_at: 1,
    ended_at: 2,
    settings: JSON.stringify(soundSettings),
    summary: null,
    process: null,
    rows: null,
    triage: null,
    name: null,
    note: null,
    ...change,
  };
}
