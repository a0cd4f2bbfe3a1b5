/** What scripts, themes and workflows of a user's import: `import { … } from 'ticket-tribunal'`. */
export { defineTheme, type ThemeAgent } from '../agents/judge.ts';
export type { Conflict, Decision, RuleApplied } from './domain/decision.ts';
export { UserMistake } from './domain/mistake.ts';
export type { FailureCause, Outcome, Verdict } from './domain/outcome.ts';
export type { Theme, ThemeInput } from './domain/theme.ts';
export type { Ticket } from './domain/ticket.ts';
export {
  type LedgerReader,
  openLedger,
  type RunSummary,
  type TicketResult,
  type TraceSpan,
} from './runs/read-ledger.ts';
export { loadThemes } from './themes/load-themes.ts';
export { readTickets } from './tickets/read-tickets.ts';
