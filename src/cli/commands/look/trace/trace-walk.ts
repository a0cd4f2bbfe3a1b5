import { findNeighbours } from '../../../../cases/stories/find-neighbours.ts';
import { type Story, tellStories } from '../../../../cases/stories/tell-story.ts';
import { UserMistake } from '../../../../domain/mistake.ts';
import type { Ledger } from '../../../../ledger/ledger.ts';
import { shortRun } from '../../../../settings/read-run.ts';
import { nextCommand } from '../../../drawing/next-command.ts';
import { showStories, type TraceFlags } from '../../../drawing/stories/show-stories.ts';
import { labelsIn, readFilter } from '../../../program/read-filter.ts';

/** Shows a ticket, or the next or previous one, and which ones are beside it within the filter. */
export async function walk(
  ledger: Ledger,
  from: Story,
  stories: readonly Story[],
  options: TraceFlags,
): Promise<void> {
  const { filter, words } = await readFilter(ledger, from.run, options);
  let shown = stories;
  if (options.next || options.previous) {
    const near = await findNeighbours(ledger, from.run, from.ticket.row, filter);
    const there = options.next ? near.next : near.previous;
    if (there === undefined)
      throw new UserMistake(
        `no ticket ${options.next ? 'after' : 'before'} ${from.ticket.id} in run ${from.run}${words.length === 0 ? '' : ' passes the filter'}`,
      );
    shown = (await tellStories(ledger, there.id, from.run, labelsIn(options))).filter(
      ({ ticket }) => ticket.row === there.row,
    );
  }
  showStories(shown, options);
  const [first] = shown;
  if (first === undefined || options.json || options.raw) return;
  const { next, previous } = await findNeighbours(ledger, first.run, first.ticket.row, filter);
  const command = ['trace', '--run', shortRun(first.run), ...words];
  const say = (name: string, id: string) =>
    process.stdout.write(`${name} ${nextCommand(command, [id])}\n`);
  if (previous !== undefined) say('previous:', previous.id);
  if (next !== undefined) say('next:    ', next.id);
}
