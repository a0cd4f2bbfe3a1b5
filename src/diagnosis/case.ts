import type { Ruling } from '../domain/decision/decide.ts';
import type { Decision } from '../domain/decision/decision.ts';
import type { FailureCause, Outcome } from '../domain/decision/outcome.ts';
import type { Rules } from '../domain/decision/reconcile.ts';
import type { Theme } from '../domain/theme.ts';
import type { Ticket } from '../domain/ticket.ts';

/** A docket as far as one of its tickets is concerned. */
interface DocketOfCase {
  id: string;
  /** Milliseconds that its run took. */
  milliseconds: number;
}

/** A docket that an answer came from. */
interface AnsweredDocket extends DocketOfCase {
  /** Tickets in it; nothing where that is not known, as the rest. */
  size?: number;
  /** Where the ticket stood among them, from 0. */
  place?: number | undefined;
  /** Milliseconds since 1970. */
  startedAt?: number;
}

/** A docket that brought a ticket no answer. */
interface Fault extends DocketOfCase {
  agent: string;
  cause: FailureCause;
  detail: string;
  /** Triage's handoff to the judge never took place. */
  isHandoffLost: boolean;
}

interface Named {
  theme: string;
  reason: string;
}

/** All that a ledger knows of one decided ticket. */
export interface Case {
  ticket: Ticket;
  decision: Decision;
  /** The run's themes. */
  themes: readonly Pick<Theme, 'id' | 'excludes'>[];
  /** Triage's answer, or what a triage that learns chose; nothing where there was none. */
  reading:
    | {
        routes: Named[];
        /** Why others were not asked, where that is known. */
        leftOut?: Named[];
        sentiment: number | null;
      }
    | undefined;
  /** The aggregator's answer; nothing where it wasn't asked or gave none. */
  ruling: Ruling | undefined;
  aggregatorFailure: string | undefined;
  /** What the decision went by; nothing where that is the usual. */
  rules?: Rules | undefined;
  /** The dockets that answers came from, by agent. */
  dockets: ReadonlyMap<string, AnsweredDocket>;
  /** In the order of their start. */
  faults: readonly Fault[];
  /** Agents that were shown less than the whole ticket, with the docket. */
  cutFor: ReadonlyMap<string, string>;
  /** Verdicts on themes that triage left out, asked for by an audit. */
  audits: readonly Outcome[];
  /** By theme: a text of another ticket of the docket, in which the quote stands that is not in this one. */
  borrowed: ReadonlyMap<string, string>;
  /** The first ticket of the run that reads the same, where that is another one. */
  twin: { id: string; row: number } | undefined;
  /** The themes that a person gave it, as far as the run has them; nothing where nobody did. */
  gold: readonly string[] | undefined;
  /** What a person said of the ticket that reads the same, where that is something else. */
  twinGold: readonly string[] | undefined;
}
