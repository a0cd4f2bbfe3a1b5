import { describeReplay } from '../../../cases/stories/describe-replay.ts';
import { type Account, docketsOf, giveAccount } from '../../../cases/stories/tell-story.ts';
import { describeMode } from '../../../diagnosis/finding.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { CallRow, DocketRow, GoldRow, TicketRow } from '../../../ledger/schema.ts';
import type { GoldLabel, StoryDocket, StorySpan, TicketStory } from '../../api/ticket.ts';
import { readingOf } from './story-reading.ts';
import type { OpenRun } from './story-row.ts';

/** All that is known of one ticket of a run, but for what was said to models. */
export async function readStory(
  ledger: Ledger,
  run: OpenRun,
  row: TicketRow,
): Promise<TicketStory> {
  const account = await giveAccount(ledger, row, run.parsed);
  const dockets = docketsOf(account);
  const spans = dockets.length === 0 ? [] : await ledger.stories.spanTimes(dockets);
  const { ticket, triage, ruling, findings, gold, calls, replays } = account;
  return {
    run: run.id,
    ...readingOf(row, run.parsed, account.decision),
    cells: run.parsed.columns.map((name, index) => ({ name, text: ticket.cells[index] ?? '' })),
    defect: ticket.defect ?? null,
    triage: triage ?? null,
    ruling: ruling ?? null,
    findings: findings.map(({ agent, mode, certainty, themes, detail, absorbed }) => ({
      agent,
      mode,
      certainty,
      themes,
      detail,
      // A ticket that failed was fixed by nothing.
      absorbed: absorbed && account.decision?.status !== 'failed',
      about: describeMode(mode),
    })),
    dockets: tellDockets(account, run.id),
    spans: spans.map(tellSpan),
    calls: calls.map((call) => ({
      id: call.id,
      docket: call.docket,
      state: call.state,
      cause: call.cause,
      sentAt: Number(call.sent_at),
      settledAt: call.settled_at === null ? null : Number(call.settled_at),
      ...tokensOf(call),
      cost: call.cost,
    })),
    gold: gold.map(tellLabel),
    replays: replays.map((replay) => ({
      kind: replay.kind,
      at: Number(replay.at),
      about: describeReplay(replay),
    })),
  };
}

export function tellLabel({ themes, author, at, reason }: GoldRow): GoldLabel {
  return { themes: themes.split('|').filter((id) => id !== ''), author, at: Number(at), reason };
}

/** In the order of their start; those that other runs paid for come first. */
function tellDockets({ steps, faults, calls }: Account, run: string): StoryDocket[] {
  const told = (docket: DocketRow, fault: StoryDocket['fault']): StoryDocket => ({
    id: docket.id,
    agent: docket.agent,
    size: docket.size,
    fault,
    start: Number(docket.started_at),
    milliseconds: docket.milliseconds,
    reusedFrom: docket.run === run ? null : docket.run,
    ...tokensOf(docket),
    cost: costOf(calls.filter((call) => call.docket === docket.id)),
  });
  const failed = faults.map((docket) =>
    told(docket, {
      cause: docket.cause ?? 'no_answer',
      detail: docket.detail ?? 'the docket came back without this ticket',
    }),
  );
  const answered = steps.flatMap(({ docket }) => (docket === undefined ? [] : told(docket, null)));
  return [...failed, ...answered].sort((one, other) => one.start - other.start);
}

function tellSpan(span: Awaited<ReturnType<Ledger['stories']['spanTimes']>>[number]): StorySpan {
  const { id, docket, parent, kind, name, milliseconds, error } = span;
  return {
    id,
    docket,
    parent,
    kind,
    name,
    milliseconds,
    start: Number(span.started_at),
    error: error === null ? null : messageOf(error),
    hasBody: Boolean(span.has_body),
  };
}

function messageOf(error: string): string {
  const { message = '', data } = JSON.parse(error) as { message?: string; data?: unknown };
  return data === undefined || data === null ? message : `${message} ${JSON.stringify(data)}`;
}

function tokensOf(row: Pick<DocketRow, 'tokens_in' | 'tokens_cached' | 'tokens_out'>) {
  return {
    tokensIn: Number(row.tokens_in),
    tokensCached: Number(row.tokens_cached),
    tokensOut: Number(row.tokens_out),
  };
}

/** Nothing was paid without a call; a call without a price makes the sum unknown. */
function costOf(calls: readonly CallRow[]): number | null {
  return calls.reduce<number | null>(
    (sum, { cost }) => (sum === null || cost === null ? null : sum + cost),
    0,
  );
}
