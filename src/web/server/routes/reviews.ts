import { Hono } from 'hono';
import { checkTheme } from '../../../../workflows/replay.ts';
import {
  GoldRequest,
  LabelFile,
  type ReviewItem,
  ReviewQuery,
  type ReviewQueue,
  type TakenLabels,
} from '../../api/review.ts';
import type { GoldLabel } from '../../api/ticket.ts';
import { notFound, readBody, readQuery } from '../answer.ts';
import type { Services } from '../services.ts';
import { exportGold } from '../tickets/review-export.ts';
import { readItems, readQueue } from '../tickets/review-queue.ts';
import { tellLabel } from '../tickets/story.ts';
import { findRow, findRun } from '../tickets/story-row.ts';
import { takeLabels } from '../tickets/take-labels.ts';

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
      const { themes, author, reason } = await readBody(context, GoldRequest);
      for (const theme of themes) checkTheme(theme, run.id, run.parsed.themes);
      const ordered = run.parsed.themes.map(({ id }) => id).filter((id) => themes.includes(id));
      const label = await ledger.gold.add({
        ...{ run: run.id, row: ticket.row, address: ticket.address },
        ...{ themes: ordered.join('|'), author, reason },
      });
      return context.json<GoldLabel>(tellLabel(label), 201);
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
      return context.json<GoldLabel[]>((await ledger.gold.of(ticket.address)).map(tellLabel));
    })
    .get('/runs/:run/:file{gold\\.(csv|jsonl)}', async (context) => {
      const run = await findRun(ledger, context);
      const format = context.req.param('file') === 'gold.csv' ? 'csv' : 'jsonl';
      const lines = exportGold(ledger, run.id, format);
      context.header(
        'content-type',
        format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
      );
      context.header('content-disposition', `attachment; filename="gold-${run.id}.${format}"`);
      return context.body(
        ReadableStream.from(lines).pipeThrough(new TextEncoderStream()) as ReadableStream,
      );
    });
}
