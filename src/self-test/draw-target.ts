import { sample } from '../domain/random.ts';
import type { Injector, Target } from './faults.ts';
import { drawBatch, type TrialTicket } from './trial-tickets.ts';

/** Tickets in a run with one fault. */
const batchSize = 8;
/** Tickets in which two themes are taken for one another. */
const confused = 4;

/** A small batch with a ticket that an injector can work with. */
export function drawBatchFor(
  random: () => number,
  pool: readonly TrialTicket[],
  injector: Injector | undefined,
  themes: readonly { id: string }[],
): Target {
  const ids = themes.map(({ id }) => id);
  const [right = '', confusedWith = ''] = sample(random, ids, 2);
  const wantsMany = injector?.mode === 'themes_confused';
  const isWanted = (ticket: TrialTicket) =>
    isFor(injector, ticket, right) && (!wantsMany || !ticket.themes.includes(confusedWith));
  const count = wantsMany ? confused : 1;
  const batch = drawBatch(random, pool, batchSize, { isWanted, count });
  const ticket = batch.find(isWanted);
  if (ticket === undefined) return drawBatchFor(random, pool, injector, themes);
  const [other = ''] = sample(
    random,
    ids.filter((id) => !ticket.themes.includes(id)),
    1,
  );
  return { batch, ticket, right, wrong: wantsMany ? confusedWith : other, random };
}

/** A ticket among some of a batch, with a theme each way; nothing where none suits. */
export function drawTarget(
  random: () => number,
  batch: TrialTicket[],
  themes: readonly { id: string }[],
  injector: Injector,
  among: readonly TrialTicket[],
): Target | undefined {
  const ids = themes.map(({ id }) => id);
  const [right = ''] = sample(random, ids, 1);
  const [ticket] = sample(
    random,
    among.filter((one) => isFor(injector, one, right)),
    1,
  );
  if (ticket === undefined) return undefined;
  const [wrong = ''] = sample(
    random,
    ids.filter((id) => !ticket.themes.includes(id)),
    1,
  );
  return { batch, ticket, right, wrong, random };
}

function isFor(injector: Injector | undefined, ticket: TrialTicket, right: string): boolean {
  return ticket.themes.includes(right) && (injector?.needs?.isWanted(ticket) ?? true);
}
