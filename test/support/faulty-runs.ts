import type { Case } from '../../src/diagnosis/case.ts';
import { seededRandom } from '../../src/domain/random.ts';

/**
 * Runs without a model: what judges that are right answer about made-up tickets, with one of them spoiled in a way
 * that has a system. Written before the detectors, from the kinds of causes alone.
 */

export const judged = ['baggage', 'delay', 'manners', 'policy', 'price', 'refund', 'website'];

interface MadeTicket {
  row: number;
  gold: string[];
  length: number;
  language: string | null;
  cells: string[];
}

interface Answer {
  ticket: MadeTicket;
  place: number;
  /** The answers before it in the docket, the last one first, and the tickets around it. */
  before: readonly boolean[];
  neighbours: MadeTicket[];
  position: number;
  rows: number;
}

/** One judge's answer as the cause has it; the right one where it has nothing to say. */
export type Spoil = (answer: Answer, theme: string, right: boolean) => boolean;

export interface MadeRun {
  cases: { known: Pick<Case, 'decision' | 'gold' | 'reading' | 'dockets'>; ticket: MadeTicket }[];
  columns: string[];
  /** What every judge was asked and said, docket by docket. */
  answers: { theme: string; answer: Answer; right: boolean; said: boolean }[];
}

const docketSize = 16;

export interface RunOptions {
  seed: number;
  tickets: number;
  /** Mistakes of every judge that fall anywhere, 0 to 1. */
  noise: number;
  spoiled?: { theme: string; spoil: Spoil; strength: number };
  /** Half of a docket's neighbours have each other's answers. */
  swaps?: { theme: string; strength: number };
}

export function makeRun({ seed, tickets, noise, spoiled, swaps }: RunOptions): MadeRun {
  const random = seededRandom(seed);
  const shares = judged.map((_, index) => 0.12 + 0.04 * index);
  const made = Array.from(
    { length: tickets },
    (_, index): MadeTicket => ({
      row: index + 1,
      gold: judged.filter((_, theme) => random() < (shares[theme] ?? 0)),
      length: Math.round(Math.exp(4 + 2 * random())),
      language: random() < 0.2 ? 'German' : null,
      cells: [
        ['mail', 'phone', 'chat'][Math.floor(3 * random())] ?? '',
        ['north', 'south', 'east', 'west'][Math.floor(4 * random())] ?? '',
      ],
    }),
  );
  const cases = made.map((ticket) => ({
    ticket,
    known: {
      decision: { outcomes: [] as Case['decision']['outcomes'] } as unknown as Case['decision'],
      ...{ gold: ticket.gold, reading: undefined },
      dockets: new Map() as Map<string, { id: string; milliseconds: number }>,
    },
  }));
  const answers: MadeRun['answers'] = [];
  for (const theme of judged)
    for (let from = 0; from < tickets; from += docketSize) {
      const docket = cases.slice(from, from + docketSize).sort(() => random() - 0.5);
      const said: boolean[] = [];
      const asked: { answer: Answer; right: boolean }[] = [];
      for (const [place, { ticket }] of docket.entries()) {
        const right = ticket.gold.includes(theme);
        const around = [docket[place - 1], docket[place + 1]].flatMap((one) => one?.ticket ?? []);
        const answer = {
          ...{ ticket, place, before: said.toReversed(), neighbours: around, rows: tickets },
          position: docket.length === 1 ? 0 : place / (docket.length - 1),
        };
        asked.push({ answer, right });
        const spoils = spoiled?.theme === theme && random() < spoiled.strength;
        const wanted = spoils ? spoiled.spoil(answer, theme, right) : right;
        said.push(random() < noise ? !wanted : wanted);
      }
      if (swaps?.theme === theme)
        for (let place = 0; place + 1 < said.length; place += 2)
          if (random() < swaps.strength)
            said.splice(place, 2, said[place + 1] === true, said[place] === true);
      for (const [place, one] of asked.entries())
        answers.push({ theme, ...one, said: said[place] === true });
      for (const [place, { known }] of docket.entries()) {
        const verdict = said[place] ? 'yes' : 'no';
        const told = { confidence: 0.9, quote: null, rationale: '' };
        known.decision.outcomes.push({ kind: 'verdict', theme, verdict, ...told });
        known.dockets.set(`judge:${theme}`, {
          ...{ id: `${theme} ${from}`, milliseconds: 1, size: docket.length, place },
          ...{ startedAt: from },
        } as { id: string; milliseconds: number });
      }
    }
  return { cases, columns: ['channel', 'region'], answers };
}

const wrongWhere =
  (isSpoiled: (answer: Answer) => boolean): Spoil =>
  (answer, _, right) =>
    isSpoiled(answer) ? !right : right;

/** By cause, ways in which it comes about; one is drawn for a run. */
export const spoils: Record<string, (random: () => number) => Spoil> = {
  position_bias: (random) => {
    const kinds: ((position: number) => boolean)[] = [
      (position) => position > 0.5,
      (position) => position > 0.6,
      (position) => position < 0.5,
      (position) => position > 0.25 && position < 0.75,
    ];
    const kind = kinds[Math.floor(random() * kinds.length)] as (position: number) => boolean;
    return wrongWhere(({ position }) => kind(position));
  },
  drift: (random) => {
    const since = 0.35 + 0.35 * random();
    return wrongWhere(({ ticket, rows }) => ticket.row > since * rows);
  },
  by_length: (random) =>
    random() < 0.5
      ? wrongWhere(({ ticket }) => ticket.length > Math.exp(5))
      : wrongWhere(({ ticket }) => ticket.length < Math.exp(4.8)),
  by_language: () => wrongWhere(({ ticket }) => ticket.language !== null),
  by_column: () => wrongWhere(({ ticket }) => ticket.cells[0] === 'phone'),
  after_a_yes: () => (answer, _, right) => answer.before[0] === true || right,
  neighbour_contamination: (random) => {
    const side = random() < 0.5 ? 0 : 1;
    return ({ neighbours }, theme, right) => neighbours.at(side)?.gold.includes(theme) ?? right;
  },
  answers_another_theme: (random) => {
    const at = Math.floor(random() * judged.length);
    return ({ ticket }, theme) => {
      const others = judged.filter((other) => other !== theme);
      return ticket.gold.includes(others[at % others.length] ?? '');
    };
  },
};
