import { Hono } from 'hono';
import { checkTheme, recordReplays, replayRow } from '../../../cases/stories/replay.ts';
import { Decision } from '../../../domain/decision/decision.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import {
  type RejudgeAnswer,
  RejudgeRequest,
  type ReplayAnswer,
  ReplayRequest,
  type TicketReading,
  type TicketStory,
} from '../../api/ticket.ts';
import { notFound, readBody } from '../answer.ts';
import type { Services } from '../services.ts';
import { readStory } from '../tickets/story.ts';
import { readingOf } from '../tickets/story-reading.ts';
import { Rejudges } from '../tickets/story-rejudge.ts';
import { findRow } from '../tickets/story-row.ts';

/** One ticket's story, what was said for it, and what can be tried on it. */
export function storiesRoutes(services: Services): Hono {
  const { ledger } = services;
  const rejudges = new Rejudges(services);
  return new Hono()
    .get('/runs/:run/tickets/:row', async (context) => {
      const { run, ticket } = await findRow(ledger, context);
      return context.json<TicketStory>(await readStory(ledger, run, ticket));
    })
    .get('/runs/:run/tickets/:row/reading', async (context) => {
      const { run, ticket } = await findRow(ledger, context);
      const stored = await ledger.stories.decision(run.id, ticket.row);
      const decision = stored && Decision.parse(JSON.parse(stored.body));
      return context.json<TicketReading>(readingOf(ticket, run.parsed, decision));
    })
    .get('/spans/:span', async (context) => {
      const span = await ledger.stories.spanBody(context.req.param('span'));
      if (span === undefined) throw notFound('there is no such span');
      if (span.body === null) throw notFound('nothing was written down of what this span said');
      // What went over the wire, character by character.
      return context.body(span.body, 200, { 'content-type': 'application/json' });
    })
    .post('/runs/:run/tickets/:row/replay', async (context) => {
      const { run, ticket } = await findRow(ledger, context);
      const { flips, withoutRuling, record } = await readBody(context, ReplayRequest);
      const change = { flips: new Map(Object.entries(flips)), withoutRuling };
      const replayed = await replayRow(ledger, run, ticket.row, change);
      if (replayed === undefined)
        throw new UserMistake(`row ${ticket.row} has no decision that could be replayed`);
      if (record) await recordReplays(ledger, [replayed], change);
      const { before, after, gained, lost, isRulingLeftOut } = replayed;
      return context.json<ReplayAnswer>({ before, after, gained, lost, isRulingLeftOut });
    })
    .post('/runs/:run/tickets/:row/rejudge', async (context) => {
      const { run, ticket } = await findRow(ledger, context);
      const { theme, times } = await readBody(context, RejudgeRequest);
      checkTheme(theme, run.id, run.parsed.themes);
      return context.json<RejudgeAnswer>(
        await rejudges.ask({ run, row: ticket.row, theme, times }, context.req.raw.signal),
      );
    });
}
