/** What scripts, themes and workflows of a user's import: `import { … } from 'ticket-tribunal'`. */
export { defineTheme, type ThemeAgent } from '../agents/judge.ts';
export { hearTicket } from '../workflows/hear-ticket.ts';
export type { Ruling } from './domain/decision/decide.ts';
export type { Conflict, Decision, RuleApplied } from './domain/decision/decision.ts';
export type { FailureCause, Outcome, Verdict } from './domain/decision/outcome.ts';
export { UserMistake } from './domain/mistake.ts';
export type { Theme, ThemeInput } from './domain/theme.ts';
export type { Ticket } from './domain/ticket.ts';
export type {
  BatchSettings,
  GivenTicket,
  HeardTicket,
  HearOptions,
  ModelQuestion,
  OpenTribunal,
  OwnModel,
  TribunalSettings,
  Workflow,
  WorkflowArguments,
  WorkflowRun,
} from './face/contract.ts';
export { defineWorkflow, RunStopped } from './face/contract.ts';
export { openTribunal } from './face/open-tribunal.ts';
export type { Diagnosis, Evaluation, RunResult } from './face/reports.ts';
export type { TraceSpan } from './runs/trace-span.ts';
export {
  type LedgerReader,
  openLedger,
  type RunSummary,
  type TicketResult,
} from './runs/upkeep/read-ledger.ts';
export type { Settings } from './settings/schema.ts';
export { loadThemes } from './themes/load-themes.ts';
export { readTickets } from './tickets/read-tickets.ts';
export type { Asked, Swarm, TicketFlow, Triaged } from './tribunal/swarm.ts';
