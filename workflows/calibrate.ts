import type { ThemeAgent } from '../agents/judge.ts';
import { type DrawnTickets, drawTickets } from '../src/calibration/draw-tickets.ts';
import { type FoundDocket, findDocket } from '../src/calibration/find-docket.ts';
import { type FoundStack, mostStacked } from '../src/calibration/find-stack.ts';
import type { ThemeThreshold } from '../src/calibration/theme-thresholds.ts';
import {
  type WeighedThreshold,
  weighThemes,
  weighThreshold,
} from '../src/calibration/weigh-threshold.ts';
import { addressOf } from '../src/domain/address.ts';
import { usualRules } from '../src/domain/decision/reconcile.ts';
import { UserMistake } from '../src/domain/mistake.ts';
import { plural } from '../src/domain/text/plural.ts';
import { takeLearned } from '../src/learning/take-learned.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { openLedger } from '../src/ledger/open-ledger.ts';
import type { Costs } from '../src/ledger/rows/costs.ts';
import { settingsOf } from '../src/runs/prepare-run.ts';
import { keyOf, takeUpTrial } from '../src/runs/take-up-run.ts';
import {
  calibrationKey,
  type StackTerms,
  type ThresholdTerms,
  withThresholds,
} from '../src/settings/apply-calibration.ts';
import type { RunOptions } from '../src/settings/options.ts';
import { takeThemes } from '../src/themes/load-themes.ts';
import { readGold } from '../src/tickets/read-gold.ts';
import { openTickets, type TicketFile } from '../src/tickets/read-tickets.ts';
import { type EarlyEnd, noEarlyEnd, readEnd } from '../src/tribunal/early-end.ts';
import { type Hearing, openHearing } from '../src/tribunal/open-hearing.ts';

export interface CalibrateOptions extends RunOptions {
  /** Tickets; the usual number, or all that there are, where left out. */
  sample: number | undefined;
  /** The excess flip rate that a docket may have, 0 to 1. */
  tolerance: number;
  /** A file of labels; without it no threshold is looked for. */
  gold: string | undefined;
  /** Whether to look for the confidence that each theme's yes needs; half of the labels serve it. */
  themeThresholds: boolean;
  /** The share of decisions that may be wrong, 0 to 1. */
  risk: number;
  say(message: string): void;
  /** Told the run that holds the books. */
  onStart?(run: string): void;
}

export interface CalibrationReport extends EarlyEnd {
  run: string;
  /** It did not end early, with nothing kept but the answers. */
  isDone: boolean;
  tolerance: number;
  tickets: number;
  /** Nothing for a model that reads each ticket by itself. */
  dockets: FoundDocket | null;
  /** Nothing where they were not looked for. */
  stacks: FoundStack | null;
  risk: number;
  /** Nothing where no labels were given. */
  threshold: WeighedThreshold | null;
  /** Nothing where they were not looked for. */
  themeThresholds: ThemeThreshold[] | null;
  calls: number;
  spent: Costs;
}

/** Finds what suits a model and themes, and keeps it for later runs. @throws UserMistake */
export async function calibrate(given: CalibrateOptions): Promise<CalibrationReport> {
  // 1. Everything that can be wrong is found out before anything is paid for.
  const isEmbedded = given.endpoint.api === 'embedded';
  if (isEmbedded && given.gold === undefined)
    throw new UserMistake(
      'the embedded model reads each ticket by itself, so any docket suits it; name a --model on a server, or give --gold to find its review threshold',
    );
  if (given.themeThresholds && (isEmbedded || given.gold === undefined))
    throw new UserMistake(
      isEmbedded
        ? '--theme-thresholds is for models on a server; learn finds those of the embedded model'
        : '--theme-thresholds needs labels: add --gold FILE',
    );
  const { themes, notes: told } = await takeThemes(given.themes);
  const file = await openTickets(given.file, given.columns);
  for (const note of [...told, ...file.notes]) given.say(note);
  const gold = given.gold === undefined ? undefined : await readGold(given.gold, themes);
  const drawn = await drawTickets(file, given.sample, gold);
  const ledger = await openLedger(given.ledger);
  try {
    const { endpoint, notes } = await takeLearned(ledger, themes, given.endpoint, given.learned);
    // Stacked, every judge is asked for less.
    const route = given.isRouteAuto ? 'all' : given.route;
    const options = { ...given, endpoint, route };
    for (const note of notes) options.say(note);
    // 2. A run of its own, for the books.
    const { hearing, id } = await openRun(ledger, themes, file, options);
    given.onStart?.(id);
    const report: CalibrationReport = {
      run: id,
      ...noEarlyEnd,
      isDone: true,
      tolerance: options.tolerance,
      risk: options.risk,
      tickets: drawn.sample.length,
      dockets: null,
      stacks: null,
      threshold: null,
      themeThresholds: null,
      ...(await countSpent(ledger, id)),
    };
    try {
      // 3. The most tickets and themes in a call that change no answers.
      if (!isEmbedded)
        Object.assign(
          report,
          await findDocket(hearing, themes, drawn.sample, { ...options, stack: mostOf(options) }),
        );
      // 4. The confidence that a theme's yes needs, and the one that keeps wrong decisions rare.
      const docket = report.dockets?.chosen ?? options.docket;
      const stack = stackFound(report, options);
      const terms: ThresholdTerms = {
        route: options.route,
        aggregate: options.aggregate,
        docket,
        risk: options.risk,
        ...(stack === undefined || stack.stack === 1 ? {} : { stack: stack.stack }),
      };
      const judging = { ...terms, alone: stack?.alone };
      if (gold !== undefined) {
        const labelled = options.themeThresholds ? shuffle(drawn.labelled) : drawn.labelled;
        options.say(
          `${plural(labelled.length, 'labelled ticket is', 'labelled tickets are')} judged, ${docket} a call${terms.stack === undefined ? '' : `, up to ${terms.stack} themes together`}`,
        );
        const half = options.themeThresholds ? Math.ceil(labelled.length / 2) : 0;
        if (half > 0)
          report.themeThresholds = await weighThemes(
            hearing,
            themes,
            labelled.slice(0, half),
            judging,
          );
        report.threshold = await weighThreshold(hearing, themes, labelled.slice(half), {
          ...judging,
          rules: withThresholds(usualRules, report.themeThresholds ?? []),
        });
      }
      // 5. All is kept under what they hold for.
      await hearing.recorder.forceFlush();
      Object.assign(report, await countSpent(ledger, id));
      const found = report.threshold?.found;
      await ledger.write({
        calibrations: [
          {
            key: calibrationKey(options.endpoint, themes),
            docket: report.dockets?.chosen ?? null,
            threshold: found?.reached ? found.threshold : null,
            at: Date.now(),
            body: JSON.stringify({ ...report, terms, stack }),
          },
        ],
      });
      await ledger.runs.update(id, { status: 'finished', ended_at: Date.now() });
    } catch (error) {
      await ledger.runs.update(id, { status: 'interrupted', ended_at: Date.now() });
      const end = readEnd(error);
      if (end === undefined) throw error;
      Object.assign(report, end, { isDone: false });
      Object.assign(report, await countSpent(ledger, id));
    }
    return report;
  } finally {
    await ledger.close();
  }
}

function stackFound(
  { stacks }: CalibrationReport,
  { route }: CalibrateOptions,
): StackTerms | undefined {
  if (stacks === null) return undefined;
  return { route, docket: stacks.docket, stack: stacks.chosen, alone: stacks.alone };
}

/** Themes in one call that are tried, at most. */
export function mostOf({ stack, isStackAuto }: Pick<RunOptions, 'stack' | 'isStackAuto'>): number {
  return isStackAuto ? mostStacked : (stack ?? 1);
}

/** In an order that is chance, but the same each time: halves of it are alike. */
function shuffle(labelled: DrawnTickets['labelled']): DrawnTickets['labelled'] {
  const lots = new Map(labelled.map(({ address }) => [address, addressOf('half', address)]));
  const lotOf = ({ address }: { address: string }) => lots.get(address) ?? '';
  return labelled.toSorted((one, other) => (lotOf(one) < lotOf(other) ? -1 : 1));
}

async function countSpent(ledger: Ledger, run: string) {
  const spent = await ledger.records.countCalls(run);
  return { calls: spent.calls, spent };
}

async function openRun(
  ledger: Ledger,
  themes: ThemeAgent[],
  file: TicketFile,
  options: CalibrateOptions,
): Promise<{ hearing: Hearing; id: string }> {
  const settings = settingsOf(themes, file, options);
  const run = await takeUpTrial(ledger, {
    workflow: 'calibrate',
    key: keyOf('calibrate', file, options, settings),
    file: file.place,
    endpoint: options.endpoint,
    settings,
  });
  const hearing = await openHearing(ledger, themes, options, run);
  await run.begin();
  return { hearing, id: run.id };
}
