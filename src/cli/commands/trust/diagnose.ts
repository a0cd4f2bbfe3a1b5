import { type DiagnoseOptions, diagnose, planProbes } from '../../../../workflows/diagnose.ts';
import { readFailOn } from '../../../cases/fail-on.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import { readNumber } from '../../../domain/read-values.ts';
import { plural } from '../../../domain/text/plural.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { explainStop } from '../../../model/faults/explain-stop.ts';
import { priceIn } from '../../../runs/run-options.ts';
import { readRun } from '../../../settings/read-run.ts';
import type { Settings } from '../../../settings/schema.ts';
import { describeCost } from '../../drawing/books.ts';
import { say, writeJson } from '../../drawing/print.ts';
import { sayStop } from '../../drawing/reports/say-stop.ts';
import { sayPlannedCalls } from '../../drawing/say-planned-calls.ts';
import { drawDiagnosis } from '../../drawing/stories/draw-diagnosis.ts';
import { planProbing } from '../plan-probing.ts';
import { listenForStop } from '../signals.ts';
import { withLedger } from '../with-ledger.ts';
import { endpointOfRun } from './endpoint-of-run.ts';
import { runSelfTest } from './self-test.ts';

/** What only a probe uses. */
type ProbeFlags = {
  probe?: string;
  baseUrl?: string;
  api?: 'chat' | 'responses';
  themes?: string;
  timeout?: string;
} & Pick<Settings, 'maxCalls' | 'maxCost' | 'price' | 'dryRun'>;

interface Flags extends ProbeFlags {
  ledger: string;
  gold?: string;
  failOn: string[];
  selfTest?: boolean;
  json?: boolean;
}

const usualTimeout = '120';

export async function diagnoseRun(run: string | undefined, flags: Flags): Promise<number> {
  if (flags.selfTest) return runSelfTest(flags.json === true);
  const failOn = flags.failOn.map(readFailOn);
  // Others may come from a config, which is for all commands.
  if (flags.dryRun && flags.probe === undefined)
    throw new UserMistake(
      '--dry-run is for --probe, without which diagnose asks no model: leave it out, or add --probe 20',
    );
  return withLedger(flags.ledger, async (ledger) => {
    const asked = { run, gold: flags.gold, failOn };
    return flags.probe === undefined
      ? report(ledger, asked, flags)
      : probeAndReport(ledger, asked, { ...flags, probe: flags.probe });
  });
}

async function probeAndReport(
  ledger: Ledger,
  asked: DiagnoseOptions,
  flags: Flags & { probe: string },
): Promise<number> {
  const most = readNumber('--probe', flags.probe, 1, 10_000);
  const timeoutMs = 1000 * readNumber('--timeout', flags.timeout ?? usualTimeout, 1, 3600);
  const run = await readRun(ledger, asked.run);
  const endpoint = endpointOfRun(run, flags);
  const paid = { endpoint, maxCalls: flags.maxCalls, maxCost: flags.maxCost, ...priceIn(flags) };
  const wanted = { most, themes: flags.themes, ...paid };
  if (flags.dryRun)
    return sayPlannedCalls(
      planProbing(paid, await planProbes(ledger, { ...asked, ...wanted })),
      flags.json,
    );
  const stopping = listenForStop();
  try {
    const probe: DiagnoseOptions['probe'] = {
      ...wanted,
      timeoutMs,
      say,
      concurrency: { start: 4, most: 4 },
      stop: stopping.stop,
      abort: stopping.abort,
      ...(run.parsed.redact ? { redact: true } : {}),
      onPlan: (choice) => {
        const { what, calls, tokensIn, tokensOut, cost } = planProbing(paid, choice);
        const price = cost === null ? 'at a price that is not known' : describeCost(cost);
        say(
          `Probe    ${what}: ${plural(calls, 'model call')} at most, about ${(tokensIn + tokensOut).toLocaleString('en-US')} tokens; ${price}`,
        );
      },
    };
    return await report(ledger, { ...asked, probe }, flags);
  } catch (error) {
    throw await explainStop(error, endpoint);
  } finally {
    stopping.release();
  }
}

async function report(ledger: Ledger, asked: DiagnoseOptions, { json }: Flags): Promise<number> {
  const found = await diagnose(ledger, asked);
  if (json) writeJson(found);
  else process.stdout.write(`${drawDiagnosis(found)}\n`);
  for (const { limit, tickets } of found.exceeded)
    say(`--fail-on ${limit}: ${tickets} of ${plural(found.tickets, 'ticket')}`);
  if (found.probe?.status === 'interrupted')
    return sayStop(found.probe, found.probe.spent, 'The answers are kept');
  const isFailed = found.probe?.probed.some(({ result }) => result === 'failed');
  return found.exceeded.length > 0 || isFailed ? 1 : 0;
}
