import type { ThemeAgent } from '../agents/judge.ts';
import { priceOf, type Tariff } from '../src/domain/prices.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { openExisting } from '../src/ledger/open-ledger.ts';
import { takeThemes } from '../src/themes/load-themes.ts';
import { openTickets, type TicketFile } from '../src/tickets/read-tickets.ts';
import { compareTriage } from '../src/tribunal/estimate/compare-triage.ts';
import { type CountedTickets, countTickets } from '../src/tribunal/estimate/count-tickets.ts';
import { type DocketPlan, planDocket } from '../src/tribunal/estimate/estimate.ts';
import { findOpen } from '../src/tribunal/estimate/known-answers.ts';
import {
  type PlanOptions,
  shareOut,
  type TicketCount,
} from '../src/tribunal/estimate/share-out.ts';
import { chooseWay, compareWays, sayCheaper, type Way } from '../src/tribunal/estimate/ways.ts';

const usualDockets = [1, 2, 4, 8, 16, 32];

export interface Plan {
  count: TicketCount;
  themes: number;
  /** Of the run's own model. */
  tariff: Tariff;
  /** By docket size, and that of this run, which a calibration may have found. */
  dockets: DocketPlan[];
  chosen: DocketPlan;
  /** What is said of the themes, and a line for each thing that a calibration changes. */
  notes: string[];
  /** What other ways to ask would take, the chosen one among them. */
  ways: Way[];
  /** How this run asks. */
  route: PlanOptions['route'];
  stack: number;
}

/** Says what a run over a file would take. Makes no call and writes nothing. */
export async function plan(options: PlanOptions): Promise<Plan & { file: TicketFile }> {
  const file = await openTickets(options.file, options.columns);
  return { file, ...(await planCounted(options, () => countTickets(file))) };
}

/**
 * The same where the tickets are counted elsewhere.
 * @param opened the ledger, where it is open already
 */
export async function planCounted(
  given: PlanOptions,
  counting: () => Promise<CountedTickets>,
  opened?: Ledger,
): Promise<Plan> {
  // 1. The themes are taken as for a run, with the same mistakes.
  const { themes, notes: told } = await takeThemes(given.themes);
  // 2. The tickets are counted, and the answers that the ledger has of them.
  const counted = await counting();
  const { count, notes, ...settled } = await lookUp(given, themes, opened, counted);
  const options = { ...given, ...settled };
  const { docket, route, stack = 1 } = options;
  // 3. Who is asked what follows from the options; calls, tokens and time from the docket's size.
  const parts = shareOut(options, themes, count);
  const planOf = (size: number) => planDocket(size, parts, count, options);
  const chosen = planOf(docket);
  const others = new Set([...usualDockets, given.docket].filter((size) => size !== docket));
  const dockets = [...[...others].map(planOf), chosen].sort((a, b) => a.docket - b.docket);
  const triage = compareTriage(chosen, docket, options, themes, count);
  const ways = compareWays(docket, options, themes, count);
  const cheaper = sayCheaper(ways, options);
  return {
    chosen,
    route,
    stack,
    ways,
    count,
    notes: [...told, ...notes, ...[triage, cheaper].filter((note) => note !== undefined)],
    themes: themes.length,
    tariff: priceOf(options.endpoint, options.price),
    dockets,
  };
}

/** What a ledger knows of it. One that is not there yet is not made for it. */
async function lookUp(
  options: PlanOptions,
  themes: readonly ThemeAgent[],
  opened: Ledger | undefined,
  { addresses, ...count }: CountedTickets,
): Promise<Pick<Plan, 'count'> & Awaited<ReturnType<typeof chooseWay>>> {
  const { ledger: location, fresh, endpoint } = options;
  const ledger = opened ?? (location === undefined ? undefined : await openExisting(location));
  try {
    const way = await chooseWay(ledger, themes, options);
    if (ledger === undefined) return { count, ...way };
    // What the embedded model answers is not paid for.
    const isPaid = fresh !== true && endpoint.api !== 'embedded';
    const open = isPaid
      ? await findOpen(ledger, themes, { ...options, ...way }, addresses)
      : undefined;
    return { count: { ...count, open }, ...way };
  } finally {
    if (opened === undefined) await ledger?.close();
  }
}
