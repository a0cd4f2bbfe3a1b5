import type { Pool } from 'pg';
import type { Engine } from './ledger-place.ts';
import type { Patience } from './patience.ts';
import type { Shrink } from './space.ts';

/** What is known of a ledger by who opened it. */
export interface Opened {
  /** The path or address, without a password. */
  location: string;
  engine: Engine;
  /** What its server's absences are waited out by; on PostgreSQL. */
  patience?: Patience;
  pool?: Pool;
  /** On SQLite. */
  shrink?: Shrink;
}
