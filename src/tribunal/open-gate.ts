import type { HoldUp } from '../domain/hold-up.ts';
import { ours } from '../domain/text/own-sentence.ts';
import type { CallJournal } from '../ledger/call-journal.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Repairs } from '../model/answers/repairs.ts';
import { Breaker } from '../model/limits/breaker.ts';
import { type Allotment, Budget, type Purse } from '../model/limits/budget.ts';
import { Gate } from '../model/limits/gate.ts';
import { HoldUps } from '../model/limits/hold-ups.ts';
import { type SharedAllotment, SharedBudget } from '../model/limits/shared-budget.ts';
import { answersAnything } from '../model/list-models.ts';
import { type PaceKeeper, Pacer, steadyClock } from '../model/pacing/pacer.ts';
import { SharedPacer } from '../model/pacing/shared-pacer.ts';
import { Slots } from '../model/pacing/slots.ts';
import type { ModelOptions } from '../settings/options.ts';

/** The run whose calls pass, and who writes them down. */
export interface Caller {
  run: string;
  journal: CallJournal;
  repairs: Repairs;
  stop: AbortSignal;
  /** Told what holds its calls up now; null where they go. */
  tellHoldUp(holdUp: HoldUp | null): void;
}

/**
 * The limits of an account go on where any process of this ledger left them. On PostgreSQL those that
 * are at work at the same time keep them together.
 */
export async function openGate(
  options: ModelOptions,
  ledger: Ledger,
  { run, journal, stop, tellHoldUp }: Caller,
): Promise<Gate> {
  const { endpoint, concurrency } = options;
  const key = `${endpoint.baseURL} ${endpoint.model}`;
  const isShared = ledger.engine === 'postgres';
  const holdUps = new HoldUps(tellHoldUp);
  return new Gate({
    endpoint: key,
    pacer: await (isShared ? sharePacer : openPacer)(options, ledger, key, holdUps),
    breaker: new Breaker({
      say: options.say ?? (() => {}),
      isUp: () => answersAnything(endpoint, process.env),
      holdUps,
    }),
    slots: new Slots(concurrency.start, concurrency.most),
    journal,
    budget: await (isShared ? shareBudget : openBudget)(options, ledger, key, run),
    stop,
    holdUps,
    say: options.say,
  });
}

async function openPacer(
  { limits = {}, say }: ModelOptions,
  ledger: Ledger,
  key: string,
  holdUps: HoldUps,
): Promise<PaceKeeper> {
  const earlier = await ledger.records.callsSince(key, Date.now() - 60_000);
  return new Pacer(limits, earlier, steadyClock, say, holdUps);
}

async function sharePacer(
  { limits = {}, say }: ModelOptions,
  ledger: Ledger,
  key: string,
  holdUps: HoldUps,
): Promise<PaceKeeper> {
  return new SharedPacer(await ledger.sharePace(key, limits), steadyClock, say, holdUps);
}

async function openBudget(
  options: ModelOptions,
  ledger: Ledger,
  key: string,
  run: string,
): Promise<Purse> {
  const allotments: Allotment[] = await restOf(options, ledger, run);
  const rpd = options.limits?.rpd;
  if (rpd !== undefined)
    allotments.push({
      of: 'calls',
      because: daySpent(rpd),
      left: rpd - (await ledger.records.countCallsOfDay(key)),
    });
  return new Budget(allotments);
}

/** Of a run whose processes spend together, under its id; what a day allows stands under the endpoint. */
async function shareBudget(
  options: ModelOptions,
  ledger: Ledger,
  endpoint: string,
  run: string,
): Promise<Purse> {
  const { allotments } = ledger;
  const shares: SharedAllotment[] = [];
  const share = (
    key: string,
    { of, because }: Pick<Allotment, 'of' | 'because'>,
    refill: () => Promise<unknown>,
  ) =>
    shares.push({
      of,
      because,
      take: (amount) => allotments.take(key, of, amount),
      overdraw: (amount) => allotments.overdraw(key, of, amount),
      giveBack: (amount) => allotments.giveBack(key, of, amount),
      refill: async () => void (await refill()),
    });
  for (const { left, ...cap } of await restOf(options, ledger, run)) {
    await allotments.fill(run, cap.of, left, options.joins !== true);
    share(run, cap, () => allotments.reclaim(run));
  }
  const rpd = options.limits?.rpd;
  if (rpd !== undefined) {
    await allotments.fillDay(endpoint, rpd);
    share(endpoint, { of: 'calls', because: daySpent(rpd) }, () =>
      allotments.fillDay(endpoint, rpd),
    );
  }
  return new SharedBudget(shares);
}

/** Sets anew what all processes of a run may still spend together, when a command takes it up. */
export async function refill(options: ModelOptions, ledger: Ledger, run: string): Promise<void> {
  for (const { of, left } of await restOf(options, ledger, run))
    await ledger.allotments.fill(run, of, left, true);
}

/** What a run may still spend: its limits hold over all commands that go on with it. */
async function restOf(
  { maxCalls, maxCost }: ModelOptions,
  ledger: Ledger,
  run: string,
): Promise<Allotment[]> {
  if (maxCalls === undefined && maxCost === undefined) return [];
  const spent = await ledger.records.spent(run);
  const rest: Allotment[] = [];
  if (maxCalls !== undefined)
    rest.push({
      of: 'calls',
      left: maxCalls - spent.calls,
      because: ours`--max-calls ${maxCalls} is reached`,
    });
  if (maxCost !== undefined)
    rest.push({
      of: 'dollars',
      left: maxCost - spent.dollars,
      because: ours`--max-cost ${maxCost} would be passed by the next call`,
    });
  return rest;
}

function daySpent(rpd: number): string {
  return ours`--rpd ${rpd} is reached: so many calls were made in the last 24 hours`;
}
