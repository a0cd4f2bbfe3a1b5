import type { Pool } from 'pg';
import type { LedgerFile } from '../ledger-file.ts';
import type { Engine } from '../ledger-place.ts';
import type { Patience } from '../postgres/patience.ts';

/** What is known of a ledger by who opened it. */
export interface Opened {
  /** The path or address, without a password. */
  location: string;
  engine: Engine;
  /** What its server's absences are waited out by; on PostgreSQL. */
  patience?: Patience;
  pool?: Pool;
  /** On SQLite. */
  file?: LedgerFile | undefined;
}
