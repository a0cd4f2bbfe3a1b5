/** What scripts, themes and workflows of a user's import: `import { … } from 'ticket-tribunal'`. */
export { defineTheme, type ThemeAgent } from '../agents/judge.ts';
export { hearTicket } from '../workflows/hear-ticket.ts';
export type { Ruling } from './domain/decide.ts';
export type { Conflict, Decision, RuleApplied } from './domain/decision.ts';
export { UserMistake } from './domain/mistake.ts';
export type { FailureCause, Outcome, Verdict } from './domain/outcome.ts';
export type { Theme, ThemeInput } from './domain/theme.ts';
export type { Ticket } from './domain/ticket.ts';
export type { GivenTicket } from './face/given-tickets.ts';
export { type HeardTicket, type HearOptions, RunStopped } from './face/hear-each.ts';
export { type BatchSettings, type OpenTribunal, openTribunal } from './face/open-tribunal.ts';
export type { ModelQuestion, OwnModel } from './face/own-model.ts';
export type { TribunalSettings } from './face/settings.ts';
export { defineWorkflow, type Workflow, type WorkflowRun } from './face/workflow.ts';
export {
  type LedgerReader,
  openLedger,
  type RunSummary,
  type TicketResult,
  type TraceSpan,
} from './runs/read-ledger.ts';
export { loadThemes } from './themes/load-themes.ts';
export { readTickets } from './tickets/read-tickets.ts';
export type { Asked, Swarm, Triaged } from './tribunal/swarm.ts';
export type { TicketFlow } from './tribunal/tribunal.ts';
