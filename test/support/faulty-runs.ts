import type { Case } from '../../src/diagnosis/case.ts';
import { seededRandom } from '../../src/domain/random.ts';
import {
  answerDocket,
  type Mistakes,
  type Said,
  type Subject,
} from '../../src/self-test/systems/spoils.ts';

/** Runs without a model: what judges that are right answer about made-up tickets, with one of them spoiled. */

export const judged = ['baggage', 'delay', 'manners', 'policy', 'price', 'refund', 'website'];

export interface MadeRun {
  cases: {
    known: Pick<Case, 'decision' | 'gold' | 'reading' | 'dockets'>;
    ticket: Subject & { gold: string[]; cells: string[] };
  }[];
  columns: string[];
  /** What every judge was asked and said, docket by docket. */
  answers: (Pick<Said, 'answer' | 'right' | 'said'> & { theme: string })[];
}

const docketSize = 16;

export interface RunOptions extends Mistakes {
  seed: number;
  tickets: number;
}

export function makeRun({ seed, tickets, ...mistakes }: RunOptions): MadeRun {
  const random = seededRandom(seed);
  const shares = judged.map((_, index) => 0.12 + 0.04 * index);
  const made = Array.from({ length: tickets }, (_, index) => ({
    row: index + 1,
    gold: judged.filter((_, theme) => random() < (shares[theme] ?? 0)),
    length: Math.round(Math.exp(4 + 2 * random())),
    language: random() < 0.2 ? 'German' : null,
    cells: [
      ['mail', 'phone', 'chat'][Math.floor(3 * random())] ?? '',
      ['north', 'south', 'east', 'west'][Math.floor(4 * random())] ?? '',
    ],
  }));
  const cases = made.map((ticket) => ({
    ticket,
    known: {
      decision: { outcomes: [] as Case['decision']['outcomes'] } as unknown as Case['decision'],
      gold: ticket.gold,
      reading: undefined,
      dockets: new Map() as Map<string, { id: string; milliseconds: number }>,
    },
  }));
  const answers: MadeRun['answers'] = [];
  for (const theme of judged)
    for (let from = 0; from < tickets; from += docketSize) {
      const docket = cases.slice(from, from + docketSize).sort(() => random() - 0.5);
      const subjects = docket.map(({ ticket }) => ticket);
      const answered = answerDocket(subjects, theme, mistakes, { rows: tickets, random });
      for (const [place, { answer, right, said }] of answered.entries()) {
        answers.push({ theme, answer, right, said });
        const verdict = said ? 'yes' : 'no';
        const told = { confidence: 0.9, quote: null, rationale: '' };
        const known = docket[place]?.known;
        known?.decision.outcomes.push({ kind: 'verdict', theme, verdict, ...told });
        known?.dockets.set(`judge:${theme}`, {
          id: `${theme} ${from}`,
          milliseconds: 1,
          size: docket.length,
          place,
          startedAt: from,
        } as { id: string; milliseconds: number });
      }
    }
  return { cases, columns: ['channel', 'region'], answers };
}
