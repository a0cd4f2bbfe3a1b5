import type { Docket } from '../../agent/agent.ts';
import { type AgentSpec, type Unfit, withoutTool } from '../../agent/answer.ts';
import type { CallRow } from '../../ledger/schema.ts';
import type { Question, Reply } from './question.ts';
import type { Court } from './run-context.ts';

/** What came of a docket, as it is written down. */
export interface DocketRecord {
  id: string;
  /** The docket that it was split from. */
  parent: string | null;
  questions: readonly Question[];
  /** One for each question. */
  replies: readonly Reply<unknown>[];
  calls: readonly CallRow[];
  time: { started_at: number; milliseconds: number };
  fault: Unfit | undefined;
}

/**
 * Gives calls that were answered in vain their cause: a docket owes its answers to its last call
 * alone, unless its agent used tools of its own before.
 */
export function judgeCalls(
  calls: readonly CallRow[],
  { answers, stumbled }: Docket<unknown>,
  fault: Unfit | undefined,
  { helpers }: Pick<AgentSpec<unknown>, 'helpers'>,
): CallRow[] {
  const answered = calls.filter(({ state, cause }) => state === 'settled' && cause === null);
  const useful = answers === undefined ? [] : helpers.length > 0 ? answered : answered.slice(-1);
  const { cause } = (answers === undefined ? fault : stumbled) ?? withoutTool;
  return calls.map((call) =>
    answered.includes(call) && !useful.includes(call) ? { ...call, cause } : call,
  );
}

/** Writes down a docket, its calls and its answers, all at once. */
export async function recordDocket(
  court: Court,
  agent: string,
  { id, parent, questions, replies, calls, time, fault }: DocketRecord,
): Promise<void> {
  const { run } = court;
  await court.ledger.writePaid({
    dockets: [
      {
        ...{ id, run, agent, size: questions.length, parent, ...time },
        answered: replies.filter(({ ok }) => ok).length,
        cause: fault?.cause ?? null,
        detail: fault?.detail ?? null,
        calls: court.recorder.takeCalls(id),
        tokens_in: sum(calls, 'tokens_in'),
        tokens_cached: sum(calls, 'tokens_cached'),
        tokens_out: sum(calls, 'tokens_out'),
      },
    ],
    calls: [...calls],
    unanswered: questions.flatMap(({ row }, index) =>
      replies[index]?.ok ? [] : [{ run, row, docket: id }],
    ),
    answers: questions.flatMap(({ address }, index) => {
      const reply = replies[index];
      return reply?.ok ? [{ address, agent, docket: id, body: JSON.stringify(reply.answer) }] : [];
    }),
  });
}

function sum(
  calls: readonly CallRow[],
  column: 'tokens_in' | 'tokens_cached' | 'tokens_out',
): number {
  return calls.reduce((total, call) => total + call[column], 0);
}
