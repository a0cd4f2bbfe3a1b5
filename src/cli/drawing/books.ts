import type { Books } from '../../domain/books.ts';
import { countCauses } from '../../domain/decision/say-failure.ts';
import { type Tier, tariffOf, tierEstimates } from '../../domain/prices.ts';
import { plural } from '../../domain/text/plural.ts';
import { isEmbedded } from '../../model/endpoint.ts';
import type { RunSettings } from '../../settings/settings.ts';

/** The books of a run's calls to a server, as lines of a name and a text; none where there were no calls. */
export function describeBooks(
  books: Books,
  { docket, limits = {}, serviceTier }: RunSettings,
  run: { model: string; base_url: string },
): [string, string][] {
  const { paid, wasted, wastedBy, failed, unknown, reused, cost, unpriced, waited, pace } = books;
  const lines: [string, string][] = [];
  if (reused > 0) lines.push(['reused', describeReuse(reused, docket, run.model)]);
  const listed = (causes: Record<string, number>) => countCauses(Object.entries(causes));
  const [inVain, causes] = [listed(wastedBy), listed(failed)];
  if (paid + unknown === 0 && causes === '') return lines;
  lines.push([
    'calls',
    [
      `${paid} paid`,
      `${wasted} of them wasted${inVain === '' ? '' : `: ${inVain}`}`,
      causes === '' ? 'none failed' : `failed: ${causes}`,
      ...(unknown === 0 ? [] : [`outcome unknown: ${unknown}`]),
    ].join('; '),
  ]);
  lines.push([
    'cost',
    [
      describeCost(cost),
      ...(unpriced === 0 ? [] : [`${plural(unpriced, 'call')} of unknown cost`]),
      ...(serviceTier === undefined
        ? []
        : [`asked for the ${serviceTier} tier${sayPrice(serviceTier, run)}`]),
    ].join('; '),
  ]);
  if (pace !== null) lines.push(['pace', describePace(pace, limits.rpm)]);
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
  lines.push([
    'waited',
    `${seconds(waited.forLimit)} for the limit, ${seconds(waited.forModel)} for the model, ${seconds(waited.forUs)} for us; summed over calls`,
  ]);
  return lines;
}

/** Nothing where no price is listed; a ledger does not keep which one was given. */
function sayPrice(tier: Tier, { model, base_url }: { model: string; base_url: string }): string {
  const isListed = tariffOf(model, base_url).kind === 'listed';
  return isListed ? `, ${tierEstimates[tier]} unless --price was given` : '';
}

export function describeTokens(tokens: {
  tokensIn: number;
  tokensCached: number;
  tokensOut: number;
}): string {
  const { tokensIn, tokensCached, tokensOut } = tokens;
  const share = tokensIn === 0 ? 0 : Math.round((100 * tokensCached) / tokensIn);
  return `${tokensIn.toLocaleString('en-US')} in (${share} % cached), ${tokensOut.toLocaleString('en-US')} out`;
}

/** What the ledger's answers saved, at the present size of dockets. */
export function describeReuse(reused: number, docket: number, model = ''): string {
  const there = `${plural(reused, 'answer was', 'answers were')} there already`;
  if (isEmbedded(model)) return there;
  return `${there}: about ${plural(Math.ceil(reused / docket), 'call')} saved`;
}

export function describeCost(dollars: number): string {
  return dollars > 0 && dollars < 0.01 ? `$${dollars.toPrecision(2)}` : `$${dollars.toFixed(2)}`;
}

function describePace(pace: number, rpm: number | undefined): string {
  const perMinute = `${plural(Math.round(pace), 'call')} a minute`;
  return rpm === undefined
    ? perMinute
    : `${perMinute}, ${((100 * pace) / rpm).toFixed(1)} % of ${rpm}`;
}
