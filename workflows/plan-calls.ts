import { judgeSpec, type ThemeAgent } from '../agents/judge.ts';
import { renderDocket, ticketLine } from '../src/agent/docket.ts';
import { drawTickets } from '../src/calibration/draw-tickets.ts';
import { lackOf, plannedWeighing } from '../src/calibration/find-docket.ts';
import type { SharpeningLessons } from '../src/cases/sharpening-lessons.ts';
import { mostTogether } from '../src/discovery/name-by-model.ts';
import { costOf, priceOf } from '../src/domain/prices.ts';
import { plural } from '../src/domain/text/plural.ts';
import type { Ticket } from '../src/domain/ticket.ts';
import type { RunOptions } from '../src/settings/options.ts';
import { takeThemes } from '../src/themes/load-themes.ts';
import { readGold } from '../src/tickets/read-gold.ts';
import { openTickets } from '../src/tickets/read-tickets.ts';
import { planDocket } from '../src/tribunal/estimate/estimate.ts';
import { assumed, promptCharacters, shareOut } from '../src/tribunal/estimate/share-out.ts';
import { type CalibrateOptions, mostOf } from './calibrate.ts';
import { groupsFor } from './discover.ts';

/** What is asked, how often, and what that costs; dollars are null where the price is not known. */
export interface PlannedCalls {
  what: string;
  calls: number;
  tokensIn: number;
  tokensOut: number;
  cost: number | null;
}

/** What is known of a calibration before it begins. */
export type PlannedCalibration = Omit<CalibrateOptions, 'stop' | 'abort' | 'say'>;

export interface CalibrationPlan {
  planned: PlannedCalls;
  tickets: number;
  /** Why these tickets can't show what is wanted; nothing where they can, or where nobody knows yet. */
  tooFew: { questions: number; needed: number; least: number } | undefined;
}

/** What a calibration would ask; what the ledger holds it does not ask again. */
export async function planCalibration(options: PlannedCalibration): Promise<CalibrationPlan> {
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
  const { questions, sure } = weighing;
  const isExact = !isEmbedded && (options.route === 'all' || options.isRouteAuto === true);
  const lack = isExact ? lackOf(questions, options.tolerance, sure) : undefined;
  const planned = {
    what: `${plural(sample.length, 'ticket')} judged alone twice and in dockets of several sizes${stacks.length === 0 ? '' : ', and with several themes a call'}${gold === undefined ? '' : `, and ${plural(labelled.length, 'labelled ticket')} judged once`}`,
    calls: calls + hearing.calls.all,
    tokensIn: Math.round(load.in) + hearing.tokensIn,
    tokensOut: load.out + hearing.tokensOut,
    cost: isKnown ? cost + (hearing.cost ?? 0) : null,
  };
  return { planned, tickets: sample.length, tooFew: lack && { questions, ...lack } };
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

/** Tickets of a call where a theme that was written anew is checked. */
export const sharpenedDocket = 16;

/** What `sharpen` would ask: one call writes, the others check on other tickets. */
export function planSharpening(
  options: Pick<RunOptions, 'endpoint' | 'price'>,
  theme: ThemeAgent,
  { shown, checked }: SharpeningLessons,
): PlannedCalls {
  const what = `${plural(shown.length, 'mistake')} shown, and ${plural(checked.length, 'ticket')} judged to check`;
  if (options.endpoint.api === 'embedded') return planned(options, what, 0, 0, 0);
  const checks = Math.ceil(checked.length / sharpenedDocket);
  const lines = [...shown, ...checked]
    .map(({ ticket }) => renderDocket(['q00000'], [ticketLine(ticket)]).length)
    .reduce((sum, length) => sum + length, 0);
  const told = (checks + 2) * promptCharacters(judgeSpec(theme));
  return planned(
    options,
    what,
    1 + checks,
    Math.round((told + lines) / assumed.charactersPerToken),
    assumed.rulingTokens * 4 + checked.length * assumed.verdictTokens,
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
