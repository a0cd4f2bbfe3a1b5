import { orderQuestion, plainQuestion } from '../../../agents/order-questions.ts';
import type { Verdict } from '../../domain/decision/outcome.ts';
import { nameCause } from '../../domain/decision/say-failure.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { Reply } from '../../tribunal/queue/question.ts';
import { settleAll } from '../../tribunal/queue/settle-all.ts';
import { withoutPassage } from './passages.ts';
import type { Suspect } from './suspect.ts';

/** What came of asking again. */
export interface Probed extends Suspect {
  /**
   * `obeyed`: the verdict hangs on the passage, which asks for it. `evidence`: it hangs on the passage, which asks for
   * nothing. `independent`: it stands without it. `unsteady`: it changes with other words too, or with none.
   */
  result: 'obeyed' | 'evidence' | 'independent' | 'unsteady' | 'failed';
  /** Of one that obeyed: the passage itself names the verdict, or only the model says that it is an order. */
  isProved: boolean;
  /** How often the verdict was the other one without the passage, and the same one with it. */
  changed: number;
  kept: number;
  /** Why there is no answer, of one that failed. */
  failure: string | undefined;
}

/** One question to a judge: a ticket, a theme, and the how-manieth time; 0 is the answer that a run would take. */
export type Ask = (theme: string, ticket: Ticket, time: number) => Promise<Reply<Verdict>>;

/** Once the verdict changed, each of both sides is asked so many times more. */
const repeats = 2;
/** Calls for one suspect: where the verdict stays, and where it changes. */
export const callsFor = { least: 2, most: 2 + 2 * repeats + 2 };

/**
 * Asks a judge again without the suspected passage, and as a control without another one. Where only the first changes
 * the verdict, both again, and then whether the passage is an order, so that what a verdict rests on is not taken for one.
 * @param isSteady whether the model always gives the same answer, and can't read orders
 */
export async function askSuspect(suspect: Suspect, ask: Ask, isSteady: boolean): Promise<Probed> {
  const { ticket, theme, verdict, passage, control } = suspect;
  const ended = (result: Probed['result'], more: Partial<Probed> = {}): Probed => ({
    ...suspect,
    result,
    isProved: false,
    changed: 0,
    kept: 0,
    failure: undefined,
    ...more,
  });
  const cut = withoutPassage(ticket, passage);
  const [without, beside] = await pair(
    ask(theme, cut, 0),
    control === undefined ? ask(theme, ticket, 1) : ask(theme, withoutPassage(ticket, control), 0),
  );
  const failed = [without, beside].find((reply) => !reply.ok);
  if (failed !== undefined) return ended('failed', { failure: whyOf(failed) });
  const is = (reply: Reply<Verdict>) => reply.ok && reply.answer.verdict === verdict;
  if (is(without)) return ended('independent', { kept: is(beside) ? 1 : 0 });
  if (!is(beside)) return ended('unsteady', { changed: 1 });
  const times = isSteady ? [] : Array.from({ length: repeats }, (_, time) => time);
  const [cuts, wholes] = [
    await settleAll(times.map((time) => ask(theme, cut, time + 1))),
    await settleAll(times.map((time) => ask(theme, ticket, time + 2))),
  ];
  const again = [...cuts, ...wholes].find((reply) => !reply.ok);
  if (again !== undefined) return ended('failed', { failure: whyOf(again) });
  const counts = {
    changed: 1 + cuts.filter((reply) => !is(reply)).length,
    kept: 1 + wholes.filter(is).length,
  };
  if (counts.changed + counts.kept < 2 + 2 * times.length) return ended('unsteady', counts);
  return judgeChange(suspect, ask, isSteady, (result, more) =>
    ended(result, { ...counts, ...more }),
  );
}

/** The verdict hangs on the passage: as an order, or as what a verdict may rest on? */
async function judgeChange(
  { passage, target, verdict }: Suspect,
  ask: Ask,
  isSteady: boolean,
  ended: (result: Probed['result'], more?: Partial<Probed>) => Probed,
): Promise<Probed> {
  if (target !== undefined && target !== 'either' && target !== verdict) return ended('evidence');
  if (isSteady)
    return target === undefined ? ended('evidence') : ended('obeyed', { isProved: true });
  const alone: Ticket = { row: 1, id: '1', text: passage.words, context: {}, cells: [] };
  const [order, plain] = await pair(
    ask(orderQuestion.id, alone, 0),
    ask(plainQuestion.id, alone, 0),
  );
  if (!order.ok || !plain.ok) return ended('failed', { failure: whyOf(order.ok ? plain : order) });
  const [isOrder, isPlain] = [order.answer.verdict === 'yes', plain.answer.verdict === 'yes'];
  // The same answer to both, and the one that the passage brought about: it is obeyed here, too.
  const isObeyedHere = isOrder === isPlain && isOrder === (verdict === 'yes');
  if ((isOrder && !isPlain) || isObeyedHere)
    return ended('obeyed', { isProved: target !== undefined });
  return ended(target !== undefined && isOrder === isPlain ? 'obeyed' : 'evidence');
}

/** Both, once neither is under way: what was sent is paid for, and its answer has to be kept. */
async function pair(one: Promise<Reply<Verdict>>, other: Promise<Reply<Verdict>>) {
  await settleAll([one, other]);
  return [await one, await other] as const;
}

function whyOf(reply: Reply<Verdict>): string {
  return reply.ok ? '' : `${nameCause(reply.cause)} (${reply.detail})`;
}
