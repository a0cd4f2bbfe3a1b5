/**
 * Mistakes with a system, as judges make them in a call about many tickets. Written from the kinds alone: neither these
 * nor what looks for them know of one another.
 */

/** A ticket as far as a system may lie in it. */
export interface Subject {
  /** From 1. */
  row: number;
  gold: readonly string[];
  /** Characters of its text. */
  length: number;
  /** Another language than the themes'. */
  language: string | null;
  cells: readonly string[];
}

/** One answer of a judge, and what stands around it in its call. */
interface Placed {
  ticket: Subject;
  /** From 0, and as a share of the call, 0 to 1. */
  place: number;
  position: number;
  /** The answers before it, the last one first. */
  before: readonly boolean[];
  neighbours: readonly Subject[];
  /** Tickets of the run. */
  rows: number;
}

/** One judge's answer as the system has it; the right one where it has nothing to say. */
export type Spoil = (answer: Placed, theme: string, right: boolean) => boolean;

/** What is wrong with a run's judges. */
export interface Mistakes {
  /** Mistakes of every judge that fall anywhere, 0 to 1. */
  noise: number;
  /** Of a judge's answers the share that follows the system. */
  spoiled?: { theme: string; spoil: Spoil; strength: number };
  /** The share of a judge's neighbours that have each other's answers. */
  swaps?: { theme: string; strength: number };
}

/** An answer of a judge, and the place in its call of the ticket that it is about in truth. */
export interface Said {
  answer: Placed;
  right: boolean;
  said: boolean;
  about: number;
}

/** What a judge answers about the tickets of a call, in their order. */
export function answerDocket(
  docket: readonly Subject[],
  theme: string,
  { noise, spoiled, swaps }: Mistakes,
  { rows, random }: { rows: number; random: () => number },
): Said[] {
  const answers: Said[] = [];
  for (const [place, ticket] of docket.entries()) {
    const right = ticket.gold.includes(theme);
    const answer = {
      ticket,
      place,
      rows,
      before: answers.map(({ said }) => said).toReversed(),
      neighbours: [docket[place - 1], docket[place + 1]].flatMap((one) => one ?? []),
      position: docket.length === 1 ? 0 : place / (docket.length - 1),
    };
    const spoils = spoiled?.theme === theme && random() < spoiled.strength;
    const wanted = spoils ? spoiled.spoil(answer, theme, right) : right;
    answers.push({ answer, right, said: random() < noise ? !wanted : wanted, about: place });
  }
  if (swaps?.theme === theme)
    for (let place = 0; place + 1 < answers.length; place += 2)
      if (random() < swaps.strength) swap(answers, place);
  return answers;
}

function swap(answers: Said[], place: number): void {
  const [one, other] = answers.slice(place, place + 2);
  if (one === undefined || other === undefined) return;
  answers[place] = { ...one, said: other.said, about: place + 1 };
  answers[place + 1] = { ...other, said: one.said, about: place };
}

const wrongWhere =
  (isSpoiled: (answer: Placed) => boolean): Spoil =>
  (answer, _, right) =>
    isSpoiled(answer) ? !right : right;

/** By cause, ways in which it comes about; one is drawn for a run. */
export const spoils: Record<string, (random: () => number, themes: readonly string[]) => Spoil> = {
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
  answers_another_theme: (random, themes) => {
    const at = Math.floor(random() * themes.length);
    return ({ ticket }, theme) => {
      const others = themes.filter((other) => other !== theme);
      return ticket.gold.includes(others[at % others.length] ?? '');
    };
  },
};
