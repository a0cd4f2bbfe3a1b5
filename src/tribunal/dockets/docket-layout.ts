import { docketIds, type Line, lineText, shownTickets } from '../../agent/docket.ts';
import { groupBy } from '../../domain/group-by.ts';
import type { Question } from '../queue/question.ts';

/** A docket as it is put to a model. */
export interface Layout {
  /** What the answer to each question goes under, in their order. */
  ids: string[];
  /** A line a ticket, as it is shown. */
  tickets: (Line & { id: string })[];
}

/**
 * Lays out a docket's tickets in the order of their ids, which follow from the questions: shuffled, and the same every
 * time. Of several judges each ticket names those that it is for.
 */
export function layOut(
  questions: readonly Question[],
  judges?: ReadonlyMap<string, string>,
): Layout {
  const ofTicket = judges === undefined ? questions.map((one) => [one]) : byLine(questions);
  const ticketIds = docketIds(ofTicket.map((own) => own.map(({ address }) => address).join('')));
  const idOf = new Map<Question, string>();
  const tickets = ofTicket.map((own, index) => {
    const id = ticketIds[index] ?? '';
    const asked = own.map(({ agent }) => judges?.get(agent ?? '') ?? '');
    for (const [place, question] of own.entries()) idOf.set(question, `${id}${asked[place]}`);
    const line = own[0]?.line ?? {};
    return { id, line: judges === undefined ? line : { themes: asked, ...line } };
  });
  tickets.sort((one, other) => (one.id < other.id ? -1 : 1));
  return {
    ids: questions.map((question) => idOf.get(question) ?? ''),
    tickets: shownTickets(
      tickets.map(({ id }) => id),
      tickets.map(({ line }) => line),
    ),
  };
}

/** Why the tickets are handed over, each reason once. */
export function reasonsOf(questions: readonly Question[], { ids }: Pick<Layout, 'ids'>) {
  const asked = questions.map(({ reason }, index) => ({ reason, id: ids[index] ?? '' }));
  return grouped(asked, ({ reason }) => reason).map((own) => ({
    reason: own[0]?.reason ?? '',
    tickets: own.map(({ id }) => id),
  }));
}

/** Questions about one ticket together, in the order of the first of each. */
function byLine<Asked extends { line: Line }>(questions: readonly Asked[]): Asked[][] {
  return grouped(questions, ({ line }) => lineText(line));
}

export function grouped<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string,
): Value[][] {
  return [...groupBy(values, keyOf).values()];
}
