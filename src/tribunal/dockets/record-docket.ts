import type { Docket } from '../../agent/agent.ts';
import { type AgentSpec, type Unfit, withoutTool } from '../../agent/answer.ts';
import type { CallRow } from '../../ledger/schema.ts';
import type { Question, Reply } from '../queue/question.ts';
import type { Court } from '../queue/run-context.ts';
import { grouped } from './docket-layout.ts';

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

/** What one agent has of a docket: all of it, but where several judges are asked together. */
export interface Share {
  docket: string;
  agent: string;
  /** Of the cost, 0 to 1. */
  part: number;
}

/** Judges that are asked together have a docket each, and the first one's bears the calls. */
export function sharesOf(
  court: Court,
  docket: string,
  questions: readonly Question[],
  { name, judges }: Pick<AgentSpec<unknown>, 'name' | 'judges'>,
): Share[] {
  if (judges === undefined) return [{ docket, agent: name, part: 1 }];
  return grouped(questions, ({ agent = '' }) => agent).map((own, index) => ({
    docket: index === 0 ? docket : court.newDocketId(),
    agent: own[0]?.agent ?? '',
    part: own.length / questions.length,
  }));
}

/** Writes down a docket, its calls and its answers, all at once. */
export async function recordDocket(
  court: Court,
  { id, parent, questions, replies, calls, time, fault }: DocketRecord,
  shares: readonly Share[],
): Promise<void> {
  const { run } = court;
  const all = questions.flatMap((question, index) => {
    const reply = replies[index];
    return reply === undefined ? [] : [{ question, reply }];
  });
  const made = court.recorder.takeCalls(id);
  const tokens = tokenColumns.map((column) =>
    allot(
      calls.reduce((sum, call) => sum + call[column], 0),
      shares,
    ),
  );
  const own = shares.map((share) => ({
    ...share,
    asked: shares.length === 1 ? all : all.filter(({ question }) => question.agent === share.agent),
  }));
  await court.ledger.writePaid({
    dockets: own.map(({ docket, agent, part, asked }, index) => {
      const answered = asked.filter(({ reply }) => reply.ok).length;
      const missed = answered < asked.length ? fault : undefined;
      const [tokens_in = 0, tokens_cached = 0, tokens_out = 0] = tokens.map((one) => one[index]);
      return {
        id: docket,
        run,
        agent,
        size: asked.length,
        parent,
        ...time,
        answered,
        cause: missed?.cause ?? null,
        detail: missed?.detail ?? null,
        calls: docket === id ? made : 0,
        tokens_in,
        tokens_cached,
        tokens_out,
        carrier: docket === id ? null : id,
        share: part,
      };
    }),
    calls: [...calls],
    unanswered: own.flatMap(({ docket, asked }) =>
      asked.flatMap(({ question: { row }, reply }) => (reply.ok ? [] : [{ run, row, docket }])),
    ),
    answers: own.flatMap(({ docket, agent, asked }) =>
      asked.flatMap(({ question: { address }, reply }) =>
        reply.ok ? [{ address, agent, docket, body: JSON.stringify(reply.answer) }] : [],
      ),
    ),
  });
}

const tokenColumns = ['tokens_in', 'tokens_cached', 'tokens_out'] as const;

/** Whole tokens by shares: together they are all. */
function allot(tokens: number, shares: readonly Share[]): number[] {
  let passed = 0;
  let given = 0;
  return shares.map(({ part }) => {
    passed += part;
    const upTo = Math.round(tokens * Math.min(1, passed));
    const own = upTo - given;
    given = upTo;
    return own;
  });
}
