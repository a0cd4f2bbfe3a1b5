import { type Context, Hono } from 'hono';
import type { BlankEnv } from 'hono/types';
import { z } from 'zod';
import { TicketFilter, TicketOrder } from '../../api/filter.ts';
import type { TicketPage, ValueList } from '../../api/results.ts';
import { readQuery } from '../answer.ts';
import { reportPolicy, writeReport } from '../report/report.ts';
import { countCharts } from '../runs/charts.ts';
import { attachment, type DownloadFormat, download, downloadTypes } from '../runs/rows/download.ts';
import { ResultLists } from '../runs/rows/result-lists.ts';
import { listValues } from '../runs/rows/run-values.ts';
import { countOverTime } from '../runs/time-chart.ts';
import type { Services } from '../services.ts';
import type { Findings } from '../tickets/findings.ts';
import { readTicketLines } from '../tickets/ticket-lines.ts';
import { evaluationRoutes } from '../trust/evaluation-routes.ts';
import { countsRoutes } from './counts.ts';

const Page = z.object({
  offset: z.coerce.number().int().min(0).max(100_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** What is asked for of each ticket beyond the usual. */
const Wish = z.object({
  cells: z
    .string()
    .max(2000)
    .transform((text) => (text === '' ? [] : text.split(',').map(Number)))
    .pipe(z.array(z.int().min(0).max(100_000)).max(100))
    .optional(),
  whole: z.literal('yes').optional(),
});

const Column = z.object({ column: z.string().min(1).max(1000) });

const List = TicketFilter.extend(TicketOrder.shape);
const By = z.object({ by: z.string().min(1).max(1000) });
const Row = z.coerce.number().int().min(1).max(100_000_000);

export function resultsRoutes(services: Services, findings: Findings): Hono {
  const { ledger } = services;
  const lists = new ResultLists(services, findings);

  const send =
    (format: DownloadFormat) => async (context: Context<BlankEnv, '/runs/:run/results'>) => {
      const filter = readQuery(context, TicketFilter);
      const list = await lists.list(context.req.param('run'), filter, { sort: 'row', order: 'up' });
      return context.body(download(ledger, list, format), 200, {
        'content-type': downloadTypes[format],
        'content-disposition': attachment(list.view, format, filter),
      });
    };

  return new Hono()
    .use('/runs/:run/*', (_, next) => lists.first(next))
    .route('/', countsRoutes(ledger, lists))
    .route('/', evaluationRoutes(services, lists))
    .get('/runs/:run/tickets', async (context) => {
      const { offset, limit, cells, whole, ...query } = readQuery(
        context,
        List.extend(Page.shape).extend(Wish.shape),
      );
      const { view, places } = await lists.list(context.req.param('run'), query, query);
      const rows = [...places.subarray(offset, offset + limit)].map((place) => place + 1);
      const lines = await readTicketLines(ledger, view.run, rows, {
        cells,
        isWhole: whole === 'yes',
      });
      return context.json<TicketPage>({ total: places.length, all: view.count, rows: lines });
    })
    .get('/runs/:run/charts', async (context) => {
      const filter = readQuery(context, TicketFilter);
      const { view, misses } = await lists.filter(context.req.param('run'), filter);
      return context.json(countCharts(view, misses));
    })
    .get('/runs/:run/timeline', async (context) => {
      const filter = readQuery(context, TicketFilter);
      const { view, misses } = await lists.filter(context.req.param('run'), filter);
      return context.json(await countOverTime(view, misses));
    })
    .get('/runs/:run/summary', async (context) =>
      context.json(await lists.summary(context.req.param('run'))),
    )
    .get('/runs/:run/breakdown', async (context) => {
      const { by } = readQuery(context, By);
      return context.json(await lists.breakdown(context.req.param('run'), by));
    })
    .get('/runs/:run/values', async (context) => {
      const { column } = readQuery(context, Column);
      return context.json<ValueList>(
        await listValues(await lists.view(context.req.param('run')), column),
      );
    })
    .get('/runs/:run/neighbours/:row', async (context) => {
      const query = readQuery(context, List);
      const row = Row.safeParse(context.req.param('row')).data ?? 0;
      return context.json(await lists.neighbours(context.req.param('run'), row, query, query));
    })
    .get('/runs/:run/results.csv', send('csv'))
    .get('/runs/:run/results.jsonl', send('jsonl'))
    .get('/runs/:run/results.xlsx', send('xlsx'))
    .get('/runs/:run/report.html', async (context) => {
      const view = await lists.view(context.req.param('run'));
      const page = await writeReport(ledger, view, {
        redact: context.req.query('redact') === 'yes',
      });
      return context.body(page, 200, {
        'content-type': 'text/html; charset=utf-8',
        'content-disposition': attachment(view, 'html'),
        'content-security-policy': reportPolicy,
      });
    });
}
