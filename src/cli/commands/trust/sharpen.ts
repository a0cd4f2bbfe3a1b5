import { planSharpening, sharpenedDocket } from '../../../../workflows/plan-calls.ts';
import {
  countMistakes,
  type FoundLessons,
  findLessons,
  type SharpenOptions,
  type SharpenReport,
  sharpen,
} from '../../../../workflows/sharpen.ts';
import { readNumber } from '../../../domain/read-values.ts';
import { plural } from '../../../domain/text/plural.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { explainStop } from '../../../model/faults/explain-stop.ts';
import { priceIn } from '../../../runs/run-options.ts';
import { readRun } from '../../../settings/read-run.ts';
import type { Settings } from '../../../settings/schema.ts';
import { findThemes } from '../../../themes/find-themes.ts';
import { checkLedgersPlace } from '../../../themes/load-themes.ts';
import { describeCost } from '../../drawing/books.ts';
import { sameCommand } from '../../drawing/next-command.ts';
import { say, shownPlace } from '../../drawing/print.ts';
import { drawSharpened } from '../../drawing/reports/draw-sharpened.ts';
import { sayStop } from '../../drawing/reports/say-stop.ts';
import { sayPlannedCalls } from '../../drawing/say-planned-calls.ts';
import { listenForStop } from '../signals.ts';
import { withLedger } from '../with-ledger.ts';
import { endpointOfRun, type RunEndpointFlags } from './endpoint-of-run.ts';
import { stageTheme } from './stage-theme.ts';

type Flags = RunEndpointFlags & {
  ledger: string;
  theme: string;
  gold?: string;
  out?: string;
  json?: boolean;
} & Pick<Settings, 'maxCalls' | 'maxCost' | 'price' | 'dryRun' | 'force'>;

export async function runSharpen(named: string | undefined, flags: Flags): Promise<number> {
  const timeoutMs = 1000 * readNumber('--timeout', flags.timeout, 1, 3600);
  return withLedger(flags.ledger, async (ledger) => {
    const run = await readRun(ledger, named);
    const endpoint = endpointOfRun(run, flags);
    const themes =
      flags.themes ?? (run.parsed.place ? await checkLedgersPlace(run.parsed.place) : findThemes());
    const asked = { run: run.id, theme: flags.theme, themes, gold: flags.gold };
    const paid = { endpoint, maxCalls: flags.maxCalls, maxCost: flags.maxCost, ...priceIn(flags) };
    const found = await findLessons(ledger, asked);
    const { theme, lessons, labelled } = found;
    if (flags.dryRun) return sayPlannedCalls(planSharpening(paid, theme, lessons), flags.json);
    const file = flags.out === undefined ? undefined : await stageTheme(flags.out, theme, flags);
    try {
      const report = await sharpenWithin(ledger, found, {
        ...paid,
        timeoutMs,
        ...(run.parsed.redact ? { redact: true } : {}),
      });
      const mistakes = { labelled: labelled.verdicts.length, ...countMistakes(labelled.verdicts) };
      const told = { ...mistakes, unasked: labelled.unasked, ...report };
      if (flags.json) process.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
      else process.stdout.write(`${drawSharpened(theme, told)}\n`);
      if (report.found === undefined) return sayStop(report, report.spent, 'Answers are kept');
      if (file === undefined) say(`Saved by: ${sameCommand()} --out ${theme.id}.ts`);
      else say(`Wrote ${shownPlace(await file.write(report.found))}`);
      return 0;
    } finally {
      await file?.discard();
    }
  });
}

/**
 * Writes a theme anew, until somebody stops it: whatever the model answers, it costs little more than was planned.
 * @throws UserMistake where the model can't be asked
 */
export async function sharpenWithin(
  ledger: Ledger,
  found: FoundLessons,
  paid: Pick<
    SharpenOptions,
    'endpoint' | 'maxCalls' | 'maxCost' | 'price' | 'timeoutMs' | 'redact' | 'onStart'
  >,
): Promise<SharpenReport> {
  const { theme, lessons } = found;
  const { what, calls, tokensIn, tokensOut, cost } = planSharpening(paid, theme, lessons);
  const price = cost === null ? 'at a price that is not known' : describeCost(cost);
  const tokens = (tokensIn + tokensOut).toLocaleString('en-US');
  if (calls > 0 && lessons.shown.length > 0)
    say(`Plan     ${what}: ${plural(calls, 'model call')}, about ${tokens} tokens; ${price}`);
  const { stop, abort, release } = listenForStop();
  try {
    return await sharpen(ledger, found, {
      ...(calls === 0 ? {} : { maxCalls: 3 * calls + 10 }),
      ...Object.fromEntries(Object.entries(paid).filter(([, value]) => value !== undefined)),
      endpoint: paid.endpoint,
      timeoutMs: paid.timeoutMs,
      docket: sharpenedDocket,
      concurrency: { start: 4, most: 4 },
      stop,
      abort,
      say,
    });
  } catch (error) {
    throw await explainStop(error, paid.endpoint);
  } finally {
    release();
  }
}
