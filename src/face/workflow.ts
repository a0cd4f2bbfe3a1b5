import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Drive, hearFile } from '../../workflows/batch.ts';
import { UserMistake } from '../domain/mistake.ts';
import { plural } from '../domain/text/plural.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { BatchOptions } from '../runs/batch-options.ts';
import type { RunReport } from '../runs/close-run.ts';
import type { PreparedRun } from '../runs/prepare-run.ts';
import { readContent } from '../themes/read-content.ts';
import { type EarlyEnd, noEarlyEnd } from '../tribunal/early-end.ts';
import { type HearOptions, RunStopped, type Workflow, type WorkflowArguments } from './contract.ts';
import { endOf, hearEach } from './hear-each.ts';
import { readingOf } from './reading.ts';

/** What a workflow threw, as its `cause`; and the run that it left, where there is one. */
export class WorkflowFailed extends Error {
  override name = 'WorkflowFailed';
  readonly run: string | undefined;

  constructor(cause: unknown, run?: string) {
    super('the workflow failed', { cause });
    this.run = run;
  }
}

/** Has a workflow judge a file, as a run that the same call continues where it was cut off. */
export async function runWorkflow(
  place: string,
  args: WorkflowArguments,
  options: BatchOptions,
): Promise<RunReport> {
  const workflow = await readWorkflow(place);
  const digest = createHash('sha256')
    .update(await readFile(place))
    .digest('hex');
  const script = { place: path.resolve(place), args, digest };
  return hearFile(path.basename(place), { ...options, script }, driveBy(workflow, args, options));
}

async function readWorkflow(place: string): Promise<Workflow> {
  let content: unknown;
  try {
    content = await readContent(place);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !(await isThere(place)))
      throw new UserMistake(`there is no workflow ${place}`);
    throw new WorkflowFailed(error);
  }
  if (typeof content === 'function') return content as Workflow;
  throw new UserMistake(
    `${place} is no workflow: it has to export one as default, as in: export default async ({ tribunal, tickets }) => { for await (const { ticket, decision } of tribunal.hear(tickets)) … }`,
  );
}

async function isThere(place: string): Promise<boolean> {
  return readFile(place).then(
    () => true,
    () => false,
  );
}

function driveBy(
  workflow: Workflow,
  args: WorkflowArguments,
  { endpoint }: Pick<BatchOptions, 'endpoint'>,
): Drive {
  return async (run, tickets, hearing) => {
    const open = new Set<AsyncGenerator>();
    async function* hear(
      given: Iterable<Ticket> | AsyncIterable<Ticket>,
      options: HearOptions = {},
    ) {
      const heard = hearEach(run, ofRun(run, given), { ...hearing, ...options, endpoint });
      open.add(heard);
      yield* heard;
    }
    const tribunal = { themes: run.themes, ...readingOf(run.ledger, () => run.id), hear };
    let end: EarlyEnd = noEarlyEnd;
    try {
      await withStrays(() => workflow({ tribunal, tickets, args, signal: hearing.stop }));
    } catch (error) {
      run.halt();
      if (error instanceof RunStopped) end = endOf(error);
      else if (error instanceof UserMistake) throw error;
      else if (!hearing.stop.aborted) throw new WorkflowFailed(error, run.id);
    } finally {
      // What it left open is under way: that is finished, as all that was paid for.
      await Promise.allSettled([...open].map((heard) => heard.return(undefined)));
    }
    const left = await leftOf(run);
    const isEnd = left === 0 || end.stoppedBy !== null || hearing.stop.aborted;
    return { ...end, ...(isEnd ? {} : { stoppedBecause: endedEarly(left) }), isAll: left === 0 };
  };
}

/** What it throws where nobody waits for it, as in a timer, counts as thrown by it. */
async function withStrays(work: () => Promise<void>): Promise<void> {
  let stray = (_: unknown) => {};
  const strays = new Promise<never>((_, reject) => {
    stray = reject;
  });
  process.on('uncaughtException', stray).on('unhandledRejection', stray);
  try {
    await Promise.race([work(), strays]);
  } finally {
    process.off('uncaughtException', stray).off('unhandledRejection', stray);
  }
}

/** A workflow hears what it was given. */
async function* ofRun(
  { known }: PreparedRun,
  tickets: Iterable<Ticket> | AsyncIterable<Ticket>,
): AsyncGenerator<Ticket> {
  for await (const ticket of tickets) {
    if (!(ticket.row >= 1 && ticket.row <= known.rows))
      throw new UserMistake(
        'a workflow judges the tickets that it is given, as they are or changed: { ...ticket, text }',
      );
    yield ticket;
  }
}

/** Tickets without a decision; nothing where nobody knows, as the file was not read to its end. */
async function leftOf({ id, ledger }: PreparedRun): Promise<number | undefined> {
  const rows = (await ledger.runs.find(id))?.rows ?? undefined;
  const { decided, review, failed } = await ledger.records.countDecisions(id);
  return rows === undefined ? undefined : rows - decided - review - failed;
}

function endedEarly(left: number | undefined): string {
  return left === undefined
    ? 'the workflow ended before it took all tickets'
    : `the workflow ended and left ${plural(left, 'ticket')} without a decision`;
}
