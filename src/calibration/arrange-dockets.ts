import type { ThemeAgent } from '../../agents/judge.ts';
import { ticketLine } from '../agent/docket.ts';
import { addressOf } from '../domain/address.ts';
import { sample } from '../domain/random.ts';
import type { Question } from '../tribunal/queue/question.ts';
import type { Drawn } from './draw-tickets.ts';

/** What one judge is asked: about these tickets its answers count, the others keep them company. */
export interface Load {
  theme: ThemeAgent;
  measured: Drawn[];
  company: Drawn[];
}

export interface ArrangedDocket {
  theme: string;
  members: { question: Question; address: string; isMeasured: boolean }[];
}

/** Every measured ticket once, in full dockets: company fills the last, and is not measured there. */
export function arrange(
  { theme, measured, company }: Load,
  size: number,
  random: () => number,
  pass: string,
  plainAddress: (ticket: string) => string,
): ArrangedDocket[] {
  const shuffled = sample(random, measured, measured.length);
  return Array.from({ length: Math.ceil(shuffled.length / size) }, (_, index) => {
    const own = shuffled.slice(index * size, (index + 1) * size);
    const others = [...shuffled, ...sample(random, company, size)].filter(
      (drawn) => !own.includes(drawn),
    );
    const drawn = [...own, ...others.slice(0, size - own.length)];
    const salt = addressOf(pass, ...drawn.map(({ address }) => plainAddress(address)));
    return {
      theme: theme.id,
      members: drawn.map(({ ticket, address }, place) => ({
        question: {
          address: addressOf('calibration', salt, plainAddress(address)),
          ...{ row: ticket.row, line: ticketLine(ticket), reason: 'a calibration asks' },
        },
        address,
        isMeasured: place < own.length,
      })),
    };
  });
}
