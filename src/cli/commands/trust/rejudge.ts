import { type Rejudgement, rejudge } from '../../../../workflows/rejudge.ts';
import { findTicket } from '../../../cases/find-tickets.ts';
import { readNumber } from '../../../domain/read-values.ts';
import { wilson } from '../../../evaluation/statistics/wilson.ts';
import { type Endpoint, isOwnServer, readEndpoint } from '../../../model/endpoint.ts';
import { explainStop } from '../../../model/explain-stop.ts';
import { readRun } from '../../../settings/read-run.ts';
import { percent } from '../../drawing/percent.ts';
import { paint, printable, say } from '../../drawing/print.ts';
import { listenForStop } from '../signals.ts';
import { withLedger } from '../with-ledger.ts';

export async function runRejudge(
  ticket: string | undefined,
  flags: {
    ledger: string;
    run?: string;
    row?: string;
    theme: string;
    times: string;
    model?: string;
    baseUrl?: string;
    api?: 'chat' | 'responses';
    themes?: string;
    timeout: string;
    json?: boolean;
  },
): Promise<number> {
  const times = readNumber('--times', flags.times, 1, 100);
  const timeoutMs = readNumber('--timeout', flags.timeout, 1, 3600) * 1000;
  const row =
    flags.row === undefined ? undefined : readNumber('--row', flags.row, 1, 1_000_000_000);
  return withLedger(flags.ledger, async (ledger) => {
    const { run } = await findTicket(ledger, { id: ticket, row }, flags.run);
    const { model, base_url } = await readRun(ledger, run.id);
    const endpoint = withoutKeyOfOthers(
      readEndpoint(flags.model ?? model, flags.baseUrl ?? (base_url || undefined), flags.api),
      flags.baseUrl,
    );
    const stopping = listenForStop();
    try {
      const judged = await rejudge(ledger, {
        ...{
          ticket,
          row,
          run: flags.run,
          theme: flags.theme,
          times,
          themes: flags.themes,
          timeoutMs,
        },
        ...{ endpoint, concurrency: { start: 4, most: 4 }, say },
        ...{ stop: stopping.stop, abort: stopping.abort },
        ...(run.parsed.redact ? { redact: true } : {}),
      });
      process.stdout.write(
        flags.json ? `${JSON.stringify(judged, null, 2)}\n` : `${draw(judged)}\n`,
      );
      return judged.replies.some(({ ok }) => !ok) ? 1 : 0;
    } catch (error) {
      throw await explainStop(error, endpoint);
    } finally {
      stopping.release();
    }
  });
}

/** A ledger may be anybody's, and name any server. */
function withoutKeyOfOthers(endpoint: Endpoint, named: string | undefined): Endpoint {
  const { api, baseURL } = endpoint;
  if (api === 'embedded' || named !== undefined || isOwnServer(baseURL, process.env))
    return endpoint;
  if (process.env.OPENAI_API_KEY)
    say(
      `OPENAI_API_KEY is not sent to ${baseURL}, which only the ledger names; to send it: --base-url ${baseURL}`,
    );
  return { ...endpoint, withoutKey: true };
}

function draw({ run, ticket, row, theme, before, replies, hasChanged }: Rejudgement): string {
  const verdicts = replies.flatMap((reply) => (reply.ok ? [reply.answer] : []));
  const yes = verdicts.filter(({ verdict }) => verdict === 'yes').length;
  const share = wilson(yes, verdicts.length);
  const stability =
    share === undefined
      ? ''
      : yes === 0 || yes === verdicts.length
        ? paint.green('stable')
        : paint.yellow('it wavers');
  return [
    `${paint.bold(`Ticket ${printable(ticket)}`)}  ${paint.dim(`row ${row} of run ${run}`)}, ${paint.cyan(theme)}`,
    `the run has: ${before ?? 'no verdict'}${hasChanged ? paint.yellow('  (the theme or the model is another one now)') : ''}`,
    ...replies.map((reply) =>
      reply.ok
        ? `  ${reply.answer.verdict}, confidence ${reply.answer.confidence}: ${printable(reply.answer.rationale)}`
        : paint.red(`  no answer: ${reply.cause} ${printable(reply.detail)}`),
    ),
    ...(share === undefined
      ? []
      : [
          `${yes} of ${verdicts.length} yes, ${percent(share.low, 0)} to ${percent(share.high, 0)} with 95 % confidence: ${stability}`,
        ]),
  ].join('\n');
}
