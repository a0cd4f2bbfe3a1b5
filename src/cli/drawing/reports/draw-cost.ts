import type { Story } from '../../../cases/stories/tell-story.ts';
import { nameCause } from '../../../domain/decision/say-failure.ts';
import { plural } from '../../../domain/text/plural.ts';
import type { DocketRow } from '../../../ledger/schema.ts';

/** What a step took; tokens and dollars are those of the whole docket. */
export function costOf({ steps, places, calls }: Story, agent: string): string {
  const step = steps.find((candidate) => candidate.agent === agent);
  if (step?.docket === undefined) return '';
  const { id, size, milliseconds, tokens_in, tokens_out, run }: DocketRow = step.docket;
  const costs = calls.filter(({ docket }) => docket === id).map(({ cost }) => cost);
  const cost = costs.reduce<number>((sum, dollars) => sum + (dollars ?? 0), 0);
  return [
    step.reused ? `reused from run ${run}` : '',
    places[agent] === undefined || size === 1
      ? `${plural(size, 'ticket')} in the call`
      : `ticket ${places[agent]} of ${size} in the call`,
    `${time(milliseconds)}${retries(calls, id)}`,
    tokens_in + tokens_out > 0 ? `${tokens_in} + ${tokens_out} tokens` : '',
    cost > 0 ? `$${cost.toFixed(5)}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

export function retries(calls: Story['calls'], docket: string): string {
  const failed = calls.filter((call) => call.docket === docket && call.cause !== null);
  if (failed.length === 0) return '';
  return ` after ${plural(failed.length, 'failed call')}: ${[...new Set(failed.map(({ cause }) => nameCause(cause ?? '')))].join(', ')}`;
}

export function time(milliseconds: number): string {
  return milliseconds < 10_000
    ? `${milliseconds.toFixed(0)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}
