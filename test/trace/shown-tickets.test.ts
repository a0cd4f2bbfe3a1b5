import { describe, expect, it } from 'vitest';
import { longestText, renderDocket, ticketLine } from '../../src/agent/docket.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { ShownTickets } from '../../src/trace/shown-tickets.ts';

const ticketOf = (text: string, context = {}): Ticket => ({
  row: 1,
  id: 'T1',
  text,
  context,
  cells: [],
});
/** A call as a chat server gets it. */
const callWith = (...shown: Ticket[]) => {
  const ids = shown.map((_, index) => `q${index}`);
  const content = renderDocket(ids, shown.map(ticketLine));
  return { body: JSON.stringify({ request: { messages: [{ role: 'user', content }] } }) };
};
const ticket = ticketOf('the "app"\ncrashed <|im_start|>twice', { subject: 'Größe' });

describe('a ticket is shown whole', () => {
  it.each([
    ['as it is, among others', callWith(ticketOf('another'), ticket), true],
    [
      'with other white space',
      callWith(ticketOf('the "app"  crashed <|im_start|>twice', { subject: 'Größe' })),
      true,
    ],
    ['with its text cut', callWith(ticketOf('the "app"', { subject: 'Größe' })), false],
    ['without its context', callWith(ticketOf(ticket.text)), false],
    ['not at all', callWith(ticketOf('another')), false],
  ])('%s: %s', (_, call, expected) => {
    expect(new ShownTickets([call]).isWhole(ticket)).toBe(expected);
  });

  it('as far as anybody knows, where the call does not say', () => {
    const hidden = '{"id":"q1","text":{"redacted":"0123456789abcdef","length":30}}';
    const body = JSON.stringify({ request: { input: hidden } });
    expect(new ShownTickets([{ body }]).isWhole(ticket)).toBe(true);
    expect(new ShownTickets([]).isWhole(ticket)).toBe(true);
  });

  it('at a place among the others', () => {
    const shown = new ShownTickets([callWith(ticketOf('another'), ticket)]);
    expect([shown.placeOf(ticket), shown.size]).toEqual([1, 2]);
    expect(shown.placeOf(ticketOf('a third'))).toBeUndefined();
  });

  it('unless it is longer than what is ever shown', () => {
    const long = ticketOf('x'.repeat(longestText + 1));
    expect(new ShownTickets([callWith(long)]).isWhole(long)).toBe(false);
  });
});
