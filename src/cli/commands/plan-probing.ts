import { judgeSpec } from '../../../agents/judge.ts';
import type { PlannedCalls } from '../../../workflows/plan-calls.ts';
import type { ProbeChoice } from '../../../workflows/probe.ts';
import { renderDocket, ticketLine } from '../../agent/docket.ts';
import { callsFor } from '../../cases/probe/ask-suspect.ts';
import { costOf, priceOf } from '../../domain/prices.ts';
import { plural } from '../../domain/text/plural.ts';
import type { RunOptions } from '../../settings/options.ts';
import { assumed, promptCharacters } from '../../tribunal/estimate/share-out.ts';

/** What `diagnose --probe` would ask, at most. */
export function planProbing(
  { endpoint, price }: Pick<RunOptions, 'endpoint' | 'price'>,
  { suspects, themes, calls }: ProbeChoice,
): PlannedCalls {
  const characters = suspects.map(({ ticket, theme: id }) => {
    const theme = themes.find((one) => one.id === id);
    const prompt = theme === undefined ? 0 : promptCharacters(judgeSpec(theme));
    return prompt + renderDocket(['q00000'], [ticketLine(ticket)]).length;
  });
  const sum = characters.reduce((total, one) => total + one, 0);
  const each = sum / Math.max(1, suspects.length) / assumed.charactersPerToken;
  const tokens = { in: Math.round(calls * each), out: calls * assumed.verdictTokens };
  return {
    what: `${plural(suspects.length, 'suspicious ticket')}, judged again ${callsFor.least} times each, and up to ${callsFor.most} times where the verdict changes`,
    calls,
    tokensIn: tokens.in,
    tokensOut: tokens.out,
    cost: costOf(priceOf(endpoint, price), tokens) ?? null,
  };
}
