import { findNeighbours } from '../../workflows/find-neighbours.ts';
import { checkTheme } from '../../workflows/replay.ts';
import { type Story, tellStories } from '../../workflows/tell-story.ts';
import { UserMistake } from '../domain/mistake.ts';
import { drawCalls } from './draw-calls.ts';
import { drawStory } from './draw-story.ts';
import { printable } from './print.ts';
import { withLedger } from './runs.ts';
import { type FilterFlags, listTickets, readFilter } from './trace-list.ts';

export interface TraceFlags extends FilterFlags {
  ledger: string;
  run?: string;
  json?: boolean;
  raw?: boolean;
  next?: boolean;
  previous?: boolean;
}

/** Tells the story of a ticket, or lists a run's tickets where none is named. */
export async function trace(ticket: string | undefined, options: TraceFlags): Promise<number> {
  if (ticket === undefined) return listTickets(options);
  return withLedger(options.ledger, async (ledger) => {
    let stories = await tellStories(ledger, ticket, options.run);
    const [first] = stories;
    if (first === undefined) return 0;
    if (options.theme !== undefined) checkTheme(options.theme, first.run, first.themes);
    const { filter, words } = await readFilter(ledger, first.run, options);
    if (options.next || options.previous) {
      const near = await findNeighbours(ledger, first.run, first.ticket.row, filter);
      const there = options.next ? near.next : near.previous;
      if (there === undefined)
        throw new UserMistake(
          `no ticket ${options.next ? 'after' : 'before'} ${ticket} in run ${first.run} ${words === '' ? '' : 'passes the filter'}`.trim(),
        );
      stories = (await tellStories(ledger, there.id, first.run)).filter(
        (story) => story.ticket.row === there.row,
      );
    }
    if (options.json) process.stdout.write(`${JSON.stringify(stories.map(asJson), null, 2)}\n`);
    else if (options.raw)
      process.stdout.write(
        `${stories.map((story) => drawCalls(story, options.theme)).join('\n')}\n`,
      );
    else {
      const drawn = stories.map((story) => drawStory(story, options.theme));
      process.stdout.write(`${drawn.join('\n\n')}\n`);
      if (words !== '') await showNeighbours(stories);
    }
    return 0;

    async function showNeighbours([shown]: Story[]) {
      if (shown === undefined) return;
      const { next, previous } = await findNeighbours(ledger, shown.run, shown.ticket.row, filter);
      const command = (id: string) =>
        `npx tribunal trace ${printable(id)} --run ${shown.run} ${words}`;
      if (previous !== undefined) process.stdout.write(`previous: ${command(previous.id)}\n`);
      if (next !== undefined) process.stdout.write(`next:     ${command(next.id)}\n`);
    }
  });
}

function asJson({ spans, replays, ...story }: Story) {
  return {
    ...story,
    replays: replays.map(({ body, ...replay }) => ({ ...replay, ...JSON.parse(body) })),
    spans: spans.map(({ body, error, ...span }) => ({
      ...span,
      error: error === null ? null : JSON.parse(error),
      body: body === null ? null : JSON.parse(body),
    })),
  };
}
