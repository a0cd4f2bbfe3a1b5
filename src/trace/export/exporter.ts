import type { TicketTrace } from '../ticket-trace.ts';

/** A tool that takes traces. */
export interface Exporter {
  name: string;
  /** Where the traces go, without anything secret. */
  place: string;
  /** Whether a ticket is in the sample; the same answer each time. */
  takes(run: string, row: number): boolean;
  /** Tickets that it takes at a time. */
  most: number;
  /** @throws ExportFault, for any reason */
  send(traces: readonly TicketTrace[], signal: AbortSignal): Promise<void>;
}

/** Why traces did not arrive. Its message is for people, and holds no secret. */
export class ExportFault extends Error {
  override name = 'ExportFault';
  /** `passing`: again later may help; `refused`: not these tickets; `hopeless`: nothing will arrive. */
  readonly kind: 'passing' | 'refused' | 'hopeless';

  constructor(kind: ExportFault['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
