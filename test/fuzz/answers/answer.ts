import type { Envelope } from './envelope.ts';
import type { Meant } from './meant.ts';

/** An HTTP answer about a docket, and what its server meant to say of each ticket. */
export interface Answer {
  api: Envelope['api'];
  rung: 'tools' | 'json_schema' | 'plain';
  status: number;
  body: string;
  meant: Meant[];
  /** It says the same when it is asked again; else it is asked no more. */
  again: boolean;
}
