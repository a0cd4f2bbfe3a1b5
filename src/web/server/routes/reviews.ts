import { Hono } from 'hono';
import { sample } from '../../../evaluation/counts/sample.ts';
import type { GoldLabel } from '../../api/ticket.ts';
import {
  DrawRequest,
  GoldRequest,
  LabelFile,
  ManyLabels,
  type ReviewItem,
  ReviewQuery,
  type ReviewQueue,
  type TakenLabels,
} from '../../api/trust/review.ts';
import { notFound, readBody, readQuery } from '../answer.ts';
import { spell } from '../runs/rows/download.ts';
import type { Services } from '../services.ts';
import { exportGold } from '../tickets/review-export.ts';
import { readItems, readQueue } from '../tickets/review-queue.ts';
import { tellLabel } from '../tickets/story.ts';
import { findRow, findRun } from '../tickets/story-row.ts';
import { labelTickets, takeLabels } from '../tickets/take-labels.ts';

/** What a person should look at, and the labels that a person gives. */
export function reviewsRoutes({ ledger, folder }: Services): Hono {
  return new Hono()
    .get('/runs/:run/review', async (context) => {
      const run = await findRun(ledger, context);
      return context.json<ReviewQueue>(
        await readQueue(ledger, run, readQuery(context, ReviewQuery)),
      );
    })
    .get('/runs/:run/review/:row', async (context) => {
      const { run, ticket } = await findRow(ledger, context);
      const [item] = await readItems(ledger, run, [ticket.row]);
      if (item === undefined) throw notFound(`row ${ticket.row} is not decided yet`);
      return context.json<ReviewItem>(item);
    })
    .post('/runs/:run/tickets/:row/gold', async (context) => {
      const { run, ticket } = await findRow(ledger, context);
      const said = await readBody(context, GoldRequest);
      const kept = await labelTickets(ledger, run, [ticket], said);
      return context.json(kept.map(tellLabel)[0], 201);
    })
    .post('/runs/:run/labels', async (context) => {
      const run = await findRun(ledger, context);
      const { rows, ...said } = await readBody(context, ManyLabels);
      const tickets = await ledger.reviews.of(run.id, rows);
      const kept = await labelTickets(ledger, run, tickets, said);
      return context.json({ kept: kept.length }, 201);
    })
    .post('/runs/:run/sample', async (context) => {
      const run = await findRun(ledger, context);
      const { labels } = await readBody(context, DrawRequest);
      const { sampled } = await sample(ledger, { run: run.id, labels, seed: 1 });
      return context.json({ drawn: sampled.length }, 201);
    })
    .post('/runs/:run/gold', async (context) => {
      const run = await findRun(ledger, context);
      const file = await readBody(context, LabelFile);
      return context.json<TakenLabels>(await takeLabels(ledger, run, file, folder), 201);
    })
    .delete('/runs/:run/tickets/:row/gold/:at', async (context) => {
      const { ticket } = await findRow(ledger, context);
      const at = Number(context.req.param('at'));
      if (!Number.isSafeInteger(at) || !(await ledger.gold.undo(ticket.address, at)))
        throw notFound('that label does not stand any more; load the page again to see which does');
      return context.json<GoldLabel[]>((await ledger.labels.of(ticket.address)).map(tellLabel));
    })
    .get('/runs/:run/:file{gold\\.(csv|jsonl)}', async (context) => {
      const run = await findRun(ledger, context);
      const format = context.req.param('file') === 'gold.csv' ? 'csv' : 'jsonl';
      const lines = exportGold(ledger, run.id, format);
      context.header(
        'content-type',
        format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
      );
      context.header(
        'content-disposition',
        `attachment; filename="gold-${spell(run.id, 60)}.${format}"`,
      );
      return context.body(
        ReadableStream.from(lines).pipeThrough(new TextEncoderStream()) as ReadableStream,
      );
    });
}
