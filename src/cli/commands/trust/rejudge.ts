import { planRejudging } from '../../../../workflows/plan-calls.ts';
import {
  countRejudged,
  findQuestion,
  type Rejudgement,
  rejudge,
} from '../../../../workflows/rejudge.ts';
import { findTicket } from '../../../cases/stories/find-tickets.ts';
import { nameCause } from '../../../domain/decision/say-failure.ts';
import { readNumber } from '../../../domain/read-values.ts';
import { plural } from '../../../domain/text/plural.ts';
import { wilson } from '../../../evaluation/statistics/wilson.ts';
import { explainStop } from '../../../model/faults/explain-stop.ts';
import { priceIn } from '../../../runs/run-options.ts';
import { readRun } from '../../../settings/read-run.ts';
import type { Settings } from '../../../settings/schema.ts';
import { percent } from '../../drawing/numbers.ts';
import { paint, printable, say } from '../../drawing/print.ts';
import { describeSpent, sayStop } from '../../drawing/reports/say-stop.ts';
import { sayPlannedCalls } from '../../drawing/say-planned-calls.ts';
import { listenForStop } from '../signals.ts';
import { withLedger } from '../with-ledger.ts';
import { endpointOfRun, type RunEndpointFlags } from './endpoint-of-run.ts';

export async function runRejudge(
  ticket: string | undefined,
  flags: RunEndpointFlags & {
    ledger: string;
    run?: string;
    row?: string;
    theme: string;
    times: string;
    json?: boolean;
  } & Pick<Settings, 'maxCalls' | 'maxCost' | 'price' | 'fresh' | 'dryRun'>,
): Promise<number> {
  const times = readNumber('--times', flags.times, 1, 100);
  const timeoutMs = readNumber('--timeout', flags.timeout, 1, 3600) * 1000;
  const row =
    flags.row === undefined ? undefined : readNumber('--row', flags.row, 1, 1_000_000_000);
  return withLedger(flags.ledger, async (ledger) => {
    const { run } = await findTicket(ledger, { id: ticket, row }, flags.run);
    const endpoint = endpointOfRun(await readRun(ledger, run.id), flags);
    const fresh = flags.fresh ?? false;
    const asked = {
      ticket,
      row,
      run: flags.run,
      theme: flags.theme,
      times,
      themes: flags.themes,
      say,
    };
    const paid = { endpoint, maxCalls: flags.maxCalls, maxCost: flags.maxCost, ...priceIn(flags) };
    if (flags.dryRun) {
      const { theme, ticket } = await findQuestion(ledger, asked);
      const known = fresh ? 0 : await countRejudged(ledger, { ...paid, times }, theme, ticket);
      return sayPlannedCalls(planRejudging(paid, theme, ticket, times - known), flags.json);
    }
    const stopping = listenForStop();
    try {
      const judged = await rejudge(ledger, {
        ...asked,
        ...paid,
        fresh,
        timeoutMs,
        concurrency: { start: 4, most: 4 },
        stop: stopping.stop,
        abort: stopping.abort,
        ...(run.parsed.redact ? { redact: true } : {}),
      });
      process.stdout.write(
        flags.json ? `${JSON.stringify(judged, null, 2)}\n` : `${draw(judged)}\n`,
      );
      if (judged.status === 'interrupted')
        return sayStop(
          judged,
          judged.spent,
          `${plural(judged.replies.length, 'answer is', 'answers are')} kept`,
        );
      return judged.replies.some(({ ok }) => !ok) ? 1 : 0;
    } catch (error) {
      throw await explainStop(error, endpoint);
    } finally {
      stopping.release();
    }
  });
}

function draw({
  run,
  ticket,
  row,
  theme,
  before,
  replies,
  hasChanged,
  spent,
}: Rejudgement): string {
  const verdicts = replies.flatMap((reply) => (reply.ok ? [reply.answer] : []));
  const known = replies.filter((reply) => reply.ok && reply.reused).length;
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
        : paint.red(`  no answer: ${nameCause(reply.cause)} (${printable(reply.detail)})`),
    ),
    ...(share === undefined
      ? []
      : [
          `${yes} of ${verdicts.length} yes, ${percent(share.low, 0)} to ${percent(share.high, 0)} with 95 % confidence: ${stability}`,
        ]),
    ...(known === 0
      ? []
      : [
          `${known} of ${plural(replies.length, 'answer')} came from an earlier rejudge, at no cost; --fresh asks again`,
        ]),
    `This cost ${describeSpent(spent)}`,
  ].join('\n');
}
