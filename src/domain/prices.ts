/** US dollars for a million tokens. */
interface Price {
  input: number;
  /** Input that the provider has read before and kept. */
  cached: number;
  output: number;
}

/** What calls cost. Unknown is never nought. */
export type Tariff =
  | { kind: 'free' }
  | { kind: 'unknown' }
  | ({ kind: 'listed' | 'given' } & Price);

/** When the list below was written down. Providers change prices without notice: it may be out of date. */
export const pricesWritten = '2026-11';

/** List prices for a call that is answered at once, without discounts for batches. */
const prices: Record<string, Price> = {
  'gpt-4o': { input: 2.5, cached: 1.25, output: 10 },
  'gpt-4o-mini': { input: 0.15, cached: 0.075, output: 0.6 },
  'gpt-4.1': { input: 2, cached: 0.5, output: 8 },
  'gpt-4.1-mini': { input: 0.4, cached: 0.1, output: 1.6 },
  'gpt-4.1-nano': { input: 0.1, cached: 0.025, output: 0.4 },
  'gpt-5': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5.1': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5-mini': { input: 0.25, cached: 0.025, output: 2 },
  'gpt-5-nano': { input: 0.05, cached: 0.005, output: 0.4 },
};

/** What a model costs at an address: the embedded one and servers on this machine cost nothing. */
export function tariffOf(model: string, baseURL: string): Tariff {
  if (baseURL === '' || isLocal(baseURL)) return { kind: 'free' };
  // Gateways put the maker before the name; makers put a date behind it.
  const name = model.replace(/^openai\//, '').replace(/-\d{4}-\d{2}-\d{2}$/, '');
  const price = Object.hasOwn(prices, name) ? prices[name] : undefined;
  return price === undefined ? { kind: 'unknown' } : { kind: 'listed', ...price };
}

export const tiers = ['flex', 'priority'] as const;
export type Tier = (typeof tiers)[number];

/** Of the list price, by estimate: tiers have prices of their own for each model, and those are not listed here. */
const tierFactors: Record<Tier, number> = { flex: 0.5, priority: 2 };

/** How a tier's price is known. */
export const tierEstimates: Record<Tier, string> = {
  flex: 'estimated at half the list price',
  priority: 'estimated at twice the list price',
};

/** What a tier may cost. What a person gave is for the calls as they are. */
export function atTier(tariff: Tariff, tier: Tier | undefined): Tariff {
  if (tariff.kind !== 'listed' || tier === undefined) return tariff;
  const { kind, input, cached, output } = tariff;
  const factor = tierFactors[tier];
  return { kind, input: input * factor, cached: cached * factor, output: output * factor };
}

/** What calls to a model cost: what a person gave, or else what is known. */
export function priceOf(
  { model, baseURL, tier }: { model: string; baseURL: string; tier?: Tier },
  given?: Tariff,
): Tariff {
  return given ?? atTier(tariffOf(model, baseURL), tier);
}

/** Dollars, or nothing where the price is unknown. Cached tokens are part of those that go in. */
export function costOf(
  tariff: Tariff,
  tokens: { in: number; cached?: number; out: number },
): number | undefined {
  if (tariff.kind === 'free') return 0;
  if (tariff.kind === 'unknown') return undefined;
  const cached = tokens.cached ?? 0;
  const { input, cached: kept, output } = tariff;
  return ((tokens.in - cached) * input + cached * kept + tokens.out * output) / 1e6;
}

function isLocal(baseURL: string): boolean {
  const { hostname } = new URL(baseURL);
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/.test(hostname);
}
