import { checkTheme } from '../../../../cases/stories/replay.ts';
import { tellStories } from '../../../../cases/stories/tell-story.ts';
import { showStories, type TraceFlags } from '../../../drawing/stories/show-stories.ts';
import { labelsIn } from '../../../program/read-filter.ts';
import { withLedger } from '../../with-ledger.ts';

/** Tells the story of a ticket, or lists a run's tickets where none is named. */
export async function trace(ticket: string | undefined, options: TraceFlags): Promise<number> {
  if (ticket === undefined) return (await import('./trace-list.ts')).listTickets(options);
  return withLedger(options.ledger, async (ledger) => {
    const stories = await tellStories(ledger, ticket, options.run, labelsIn(options));
    const [first] = stories;
    if (first === undefined) return 0;
    if (options.theme !== undefined) checkTheme(options.theme, first.run, first.themes);
    // Who names a filter walks through the tickets that pass it.
    const { ledger: _, run: __, json: ___, raw: ____, ...walking } = options;
    if (Object.keys(walking).length > 0)
      await (await import('./trace-walk.ts')).walk(ledger, first, stories, options);
    else showStories(stories, options);
    return 0;
  });
}
