import { judgeSpec, type ThemeAgent } from '../../../agents/judge.ts';
import { type CalibrateOptions, mostOf } from '../../../workflows/calibrate.ts';
import { groupsFor } from '../../../workflows/discover.ts';
import { renderDocket, ticketLine } from '../../agent/docket.ts';
import { drawTickets } from '../../calibration/draw-tickets.ts';
import { plannedWeighing } from '../../calibration/find-docket.ts';
import { mostTogether } from '../../discovery/name-by-model.ts';
import { costOf, priceOf } from '../../domain/prices.ts';
import { plural } from '../../domain/text/plural.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { RunOptions } from '../../settings/options.ts';
import { takeThemes } from '../../themes/load-themes.ts';
import { readGold } from '../../tickets/read-gold.ts';
import { openTickets } from '../../tickets/read-tickets.ts';
import { planDocket } from '../../tribunal/estimate/estimate.ts';
import { assumed, promptCharacters, shareOut } from '../../tribunal/estimate/share-out.ts';

/** What is asked, how often, and what that costs; dollars are null where the price is not known. */
interface PlannedCalls {
  what: string;
  calls: number;
  tokensIn: number;
  tokensOut: number;
  cost: number | null;
}

/** What a calibration would ask; what the ledger holds it does not ask again. */
export async function planCalibration(options: CalibrateOptions): Promise<PlannedCalls> {
  const { themes } = await takeThemes(options.themes);
  const file = await openTickets(options.file, options.columns);
  const gold = options.gold === undefined ? undefined : await readGold(options.gold, themes);
  const { sample, labelled } = await drawTickets(file, options.sample, gold);
  const isEmbedded = options.endpoint.api === 'embedded';
  const weighing = plannedWeighing(themes, sample.length, { ...options, stack: mostOf(options) });
  const characters = [...sample, ...labelled]
    .map(({ ticket }) => renderDocket(['q00000'], [ticketLine(ticket)]).length)
    .reduce((sum, length) => sum + length, 0);
  const count = { rows: 0, defects: 0, repeated: 0, tickets: labelled.length, characters: 0 };
  const perTicket = characters / Math.max(1, sample.length + labelled.length);
  const parts = shareOut(options, themes, { ...count, characters: perTicket * labelled.length });
  const hearing = planDocket(options.docket, parts, count, options);
  const judges = parts.filter(({ stage }) => stage === 'judges');
  const callTokens = judges.reduce((sum, part) => sum + part.callTokens, 0) / judges.length;
  const { calls, told, shown, verdicts, stackedVerdicts, stacks } = isEmbedded
    ? { calls: 0, told: 0, shown: 0, verdicts: 0, stackedVerdicts: 0, stacks: [] }
    : weighing;
  const load = {
    in: told * callTokens + (shown * perTicket) / assumed.charactersPerToken,
    out: verdicts * assumed.verdictTokens + stackedVerdicts * assumed.stackedVerdictTokens,
  };
  const tariff = priceOf(options.endpoint, options.price);
  const cost = costOf(tariff, load);
  const isKnown = cost !== undefined && hearing.cost !== null;
  return {
    what: `${plural(sample.length, 'ticket')} judged alone twice and in dockets of several sizes${stacks.length === 0 ? '' : ', and with several themes a call'}${gold === undefined ? '' : `, and ${plural(labelled.length, 'labelled ticket')} judged once`}`,
    calls: calls + hearing.calls.all,
    tokensIn: Math.round(load.in) + hearing.tokensIn,
    tokensOut: load.out + hearing.tokensOut,
    cost: isKnown ? cost + (hearing.cost ?? 0) : null,
  };
}

/** Characters of one group of tickets, as the discoverer is shown it, and of its instructions. */
const [perGroup, perInstruction] = [600, 4000];

/** What `discover` would ask: one call names all groups of tickets. */
export function planDiscovery(
  options: Pick<RunOptions, 'endpoint' | 'price'>,
  most: number,
): PlannedCalls {
  const groups = groupsFor(options.endpoint, most);
  if (options.endpoint.api === 'embedded')
    return planned(
      options,
      `${plural(groups, 'group')} of tickets, which their own words name`,
      0,
      0,
      0,
    );
  const calls = Math.ceil(groups / mostTogether);
  const tokensIn = Math.round(
    (calls * perInstruction + groups * perGroup) / assumed.charactersPerToken,
  );
  return planned(
    options,
    `names of ${plural(groups, 'group')} of tickets`,
    calls,
    tokensIn,
    groups * assumed.rulingTokens,
  );
}

/** What `rejudge` would ask: the same question, again and again. */
export function planRejudging(
  options: Pick<RunOptions, 'endpoint' | 'price'>,
  theme: ThemeAgent,
  ticket: Ticket,
  times: number,
): PlannedCalls {
  const calls = options.endpoint.api === 'embedded' ? 0 : times;
  const line = renderDocket(['q00000'], [ticketLine(ticket)]).length;
  const each = (promptCharacters(judgeSpec(theme)) + line) / assumed.charactersPerToken;
  return planned(
    options,
    `ticket ${ticket.id}, judged ${times} times for ${theme.id}`,
    calls,
    Math.round(calls * each),
    calls * assumed.verdictTokens,
  );
}

function planned(
  { endpoint, price }: Pick<RunOptions, 'endpoint' | 'price'>,
  what: string,
  calls: number,
  tokensIn: number,
  tokensOut: number,
): PlannedCalls {
  const tariff = priceOf(endpoint, price);
  const cost = costOf(tariff, { in: tokensIn, out: tokensOut });
  return { what, calls, tokensIn, tokensOut, cost: cost ?? null };
}
