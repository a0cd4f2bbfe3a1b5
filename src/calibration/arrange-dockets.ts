import { judgeName, type ThemeAgent } from '../../agents/judge.ts';
import { stackSpec } from '../../agents/stack.ts';
import { ticketLine } from '../agent/docket.ts';
import { addressOf } from '../domain/address.ts';
import { sample } from '../domain/random.ts';
import { layOut } from '../tribunal/dockets/docket-layout.ts';
import type { Question } from '../tribunal/queue/question.ts';
import { stacksOf } from '../tribunal/stacks.ts';
import type { Drawn } from './draw-tickets.ts';

/** What one judge is asked. */
export interface Load {
  theme: ThemeAgent;
  /** Tickets about which its answers count. */
  measured: Drawn[];
  /** The others, which keep them company. */
  company: Drawn[];
  /** Of these the ones that a run would ask about, too. */
  unmeasured: Drawn[];
}

/** A call of a calibration, and which of its questions count. */
export interface Arranged {
  /** In the order in which the prompt has them. */
  themes: readonly ThemeAgent[];
  members: { question: Question; theme: string; ticket: Drawn; isMeasured: boolean }[];
}

/** Where in a call of several themes each answer is due, in the order of its members: 0 first, 1 last. */
export function placesIn({ themes, members }: Arranged): number[] {
  if (themes.length === 1) return [];
  const { ids, tickets } = layOut(
    members.map(({ question }) => question),
    stackSpec(themes).judges,
  );
  const ticketOf = (member: number) =>
    tickets.findIndex(({ id }) => ids[member]?.startsWith(`${id}t`));
  const order = [...members.keys()].sort((one, other) => ticketOf(one) - ticketOf(other));
  const places: number[] = [];
  for (const [place, member] of order.entries())
    places[member] = place / Math.max(1, members.length - 1);
  return places;
}

/** What makes the calls of one pass unlike those of others. */
export interface Pass {
  name: string;
  random(): number;
  /** Where a run keeps a verdict. */
  addressOf(theme: ThemeAgent, ticket: string): string;
}

interface Cell extends Drawn {
  theme: ThemeAgent;
  isMeasured: boolean;
}

/** Every measured ticket once, in full dockets: company fills the last, and is not measured there. */
export function arrange({ theme, measured, company }: Load, size: number, pass: Pass): Arranged[] {
  const shuffled = sample(pass.random, measured, measured.length);
  return Array.from({ length: Math.ceil(shuffled.length / size) }, (_, index) => {
    const own = shuffled.slice(index * size, (index + 1) * size);
    const others = [...shuffled, ...sample(pass.random, company, size)].filter(
      (drawn) => !own.includes(drawn),
    );
    const drawn = [...own, ...others.slice(0, size - own.length)];
    return call(
      [theme],
      drawn.map((one, place) => ({ ...one, theme, isMeasured: place < own.length })),
      pass,
    );
  });
}

/** Permutations of the themes in one pass, at most. */
const mostOrders = 8;

/**
 * The same of several themes a call, as a run would ask about them: tickets are shuffled, and with every part of them the
 * themes as well, so that each has other neighbours and another place.
 */
export function arrangeStacks(
  loads: readonly Load[],
  { docket, stack }: { docket: number; stack: number },
  pass: Pass,
): Arranged[] {
  const cells = cellsByTicket(loads);
  const tickets = sample(pass.random, [...cells.keys()], cells.size);
  const orders = Math.min(mostOrders, Math.max(1, Math.floor(tickets.length / docket)));
  return Array.from({ length: orders }, (_, order) => {
    const part = tickets.filter((_, index) => index % orders === order);
    const themes = sample(
      pass.random,
      loads.map(({ theme }) => theme),
      loads.length,
    );
    return stacksOf(themes, stack).flatMap((own) => {
      const askedOf = (ticket: string) =>
        own.flatMap((theme) => cells.get(ticket)?.find((cell) => cell.theme === theme) ?? []);
      const asked = part.filter((ticket) => askedOf(ticket).some(({ isMeasured }) => isMeasured));
      const others = tickets.filter((ticket) => !asked.includes(ticket) && askedOf(ticket).length);
      const calls = Math.ceil(asked.length / docket);
      return Array.from({ length: calls }, (_, index) => {
        const measured = asked.filter((_, place) => place % calls === index);
        const filling = [...others, ...asked.filter((ticket) => !measured.includes(ticket))];
        const company = filling.slice(0, docket - measured.length);
        return call(
          own,
          [
            ...measured.flatMap(askedOf),
            ...company.flatMap(askedOf).map((cell) => ({ ...cell, isMeasured: false })),
          ],
          pass,
        );
      });
    });
  }).flat();
}

function cellsByTicket(loads: readonly Load[]): Map<string, Cell[]> {
  const cells = new Map<string, Cell[]>();
  for (const { theme, measured, unmeasured } of loads)
    for (const [drawn, isMeasured] of [
      ...measured.map((one) => [one, true] as const),
      ...unmeasured.map((one) => [one, false] as const),
    ]) {
      const own = cells.get(drawn.address) ?? [];
      cells.set(drawn.address, own);
      own.push({ ...drawn, theme, isMeasured });
    }
  return cells;
}

function call(themes: readonly ThemeAgent[], cells: readonly Cell[], pass: Pass): Arranged {
  const plain = cells.map(({ theme, address }) => pass.addressOf(theme, address));
  const salt = addressOf(pass.name, ...plain);
  return {
    themes,
    members: cells.map(({ theme, ticket, address, isMeasured }, index) => ({
      question: {
        address: addressOf('calibration', salt, plain[index] ?? ''),
        row: ticket.row,
        line: ticketLine(ticket),
        reason: 'a calibration asks',
        agent: judgeName(theme),
      },
      theme: theme.id,
      ticket: { ticket, address },
      isMeasured,
    })),
  };
}
