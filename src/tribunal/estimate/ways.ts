import type { ThemeAgent } from '../../../agents/judge.ts';
import { isStackable } from '../../../agents/stack.ts';
import { shellWord } from '../../domain/text/shell-word.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { applyCalibration, type Calibrated } from '../../settings/apply-calibration.ts';
import { type DocketPlan, planDocket } from './estimate.ts';
import { type PlanOptions, shareOut, type TicketCount } from './share-out.ts';

/** Themes that most models judge together as well as one by one (arXiv 2604.03684). */
const usualStack = 10;

/** Fewer calls are over before anybody has compared. */
const worthTelling = 20;

/** One of the ways to ask: whose judges, and how many of them in a call. */
export interface Way extends Pick<DocketPlan, 'tokensIn' | 'tokensOut' | 'cost'> {
  route: 'triage' | 'all';
  stack: number;
  calls: number;
  /** The run goes this way. */
  isChosen: boolean;
  /** Nobody has shown that this model keeps its answers so. */
  isOpen: boolean;
}

/** What triage, every judge, and either of them with several themes a call would take; none for a model that is free of calls. */
export function compareWays(
  docket: number,
  options: PlanOptions,
  themes: readonly ThemeAgent[],
  count: TicketCount,
): Way[] {
  const together = themes.filter(isStackable).length;
  if (options.endpoint.api === 'embedded' || together < 2) return [];
  const { stack = Math.min(usualStack, together) } = options;
  return (['triage', 'all'] as const).flatMap((route) =>
    [1, stack].map((size): Way => {
      const way = { ...options, route, stack: size, triage: undefined };
      const { calls, tokensIn, tokensOut, cost } = planWay(docket, way, themes, count);
      const isNamed = size === (options.stack ?? 1);
      return {
        route,
        stack: size,
        calls: calls.all,
        tokensIn,
        tokensOut,
        cost,
        isChosen: options.triage === undefined && route === options.route && isNamed,
        isOpen: size > 1 && !isNamed,
      };
    }),
  );
}

/** What the cheapest way would save that is not taken, and how it is found out whether the model keeps its answers. */
export function sayCheaper(
  ways: readonly Way[],
  { file, endpoint: { model, baseURL } }: Pick<PlanOptions, 'file' | 'endpoint'>,
): string | undefined {
  const chosen = ways.find(({ isChosen }) => isChosen);
  const [best] = ways.toSorted(byPrice);
  if (chosen === undefined || best === undefined || best.isChosen) return undefined;
  if (chosen.calls < worthTelling || best.calls >= chosen.calls) return undefined;
  const route = `--route ${best.route}`;
  const taken = `${best.calls} model calls in place of ${chosen.calls}`;
  const files = typeof file === 'string' ? [file] : file.files;
  const words = [...files, '--model', model, '--base-url', baseURL].map(shellWord).join(' ');
  return best.isOpen
    ? `${route} --stack ${best.stack} would take ${taken}; whether this model keeps its answers so is shown by: tribunal calibrate ${words} ${route}`
    : `${route}${best.stack === 1 ? '' : ` --stack ${best.stack}`} would take ${taken}`;
}

/** How a run asks: what was calibrated, by the route that was named, or the cheaper one where none was. */
export async function chooseWay(
  ledger: Ledger | undefined,
  themes: readonly ThemeAgent[],
  options: PlanOptions,
): Promise<Calibrated & Pick<PlanOptions, 'route'>> {
  const settle = async (route: PlanOptions['route']) => ({
    route,
    ...(ledger === undefined
      ? { docket: options.docket, rules: undefined, notes: [] }
      : await applyCalibration(ledger, themes, { ...options, route })),
  });
  if (options.isRouteAuto !== true) return settle(options.route);
  const ways = [await settle('triage'), await settle('all')].map((settled) => ({
    ...settled,
    plan: planWay(settled.docket, { ...options, ...settled }, themes, anyFile),
  }));
  ways.sort((one, other) => byPrice(priceOf(one.plan), priceOf(other.plan)));
  const [{ plan, ...best }] = ways as [(typeof ways)[number]];
  best.notes.push(
    best.route === 'all'
      ? 'every judge is asked, which is the cheaper way here'
      : 'triage chooses the judges, which is the cheaper way here',
  );
  return best;
}

/** Which way is cheaper does not hang on how many tickets there are, once a call is full. */
const anyFile = { rows: 1000, defects: 0, repeated: 0, tickets: 1000, characters: 400_000 };

function planWay(
  docket: number,
  options: PlanOptions,
  themes: readonly ThemeAgent[],
  count: TicketCount,
): DocketPlan {
  return planDocket(docket, shareOut(options, themes, count), count, options);
}

type Price = Pick<Way, 'cost' | 'calls'>;

function priceOf({ cost, calls }: DocketPlan): Price {
  return { cost, calls: calls.all };
}

/** By what they cost; by their calls where that is the same, or not known. */
function byPrice(one: Price, other: Price): number {
  return (one.cost ?? 0) - (other.cost ?? 0) || one.calls - other.calls;
}
