import type { Decision } from '../domain/decision/decision.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { RunOptions } from '../settings/options.ts';
import type { Exporter } from '../trace/export/exporter.ts';
import type { Unsent } from '../trace/follow-traces.ts';
import type { RunProgress } from '../tribunal/queue/spending.ts';
import type { PreparedRun } from './prepare-run.ts';

export interface BatchOptions extends RunOptions {
  /** Where results go; beside the ledger, under the run's name, where none is given. */
  out: string[];
  wide: boolean;
  /** Cells of CSV results stay as they are, also where a spreadsheet would run them. */
  rawCells?: boolean;
  force: boolean;
  onStart(
    run: Pick<PreparedRun, 'id' | 'resumed' | 'notes' | 'themes' | 'ledger'> & {
      /** How far it is; nothing where others hear it. */
      progress?: () => RunProgress;
    },
    unknownCalls: number,
  ): void;
  confirm?: (ticket: Ticket, decision: Decision) => Promise<boolean>;
  onDecision(ticket: Ticket, decision: Decision): Promise<void> | void;
  /** Tools that are told of each decided ticket. */
  exporters?: readonly Exporter[];
  /** Called at the end of the run where a tool was not told of all of them. */
  onUnsent?(run: string, unsent: readonly Unsent[]): void;
}
