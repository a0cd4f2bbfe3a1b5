import type { Finding } from '../../diagnosis/finding.ts';
import type { WordModel } from './word-model.ts';

/** Of shorter texts nearly the same words say little: many customers write "never flying with you again". */
const fewestWords = 8;

interface Told {
  id: string;
  gold: readonly string[] | undefined;
}

/**
 * Tickets of nearly the same words as an earlier one of the run. Texts in which a figure differs are two orders or two
 * flights, and no duplicates.
 * @param tickets by row, in the order of rows
 * @param exact rows of tickets that read the same as another one
 */
export function nearDuplicates(
  words: WordModel,
  tickets: ReadonlyMap<number, Told>,
  exact: ReadonlySet<number>,
): Finding[] {
  const twins = words.twins();
  return [...tickets].flatMap(([row, ticket]): Finding[] => {
    if (exact.has(row)) return [];
    if (words.sizeOf(row) < fewestWords) return [];
    const near = twins.of(row).filter((other) => other < row && !exact.has(other));
    if (near.length === 0) return [];
    const own = words.wordsOf(row);
    const first = near
      .sort((one, other) => one - other)
      .find((other) => figuresIn(words.wordsOf(other)) === figuresIn(own));
    const twin = first === undefined ? undefined : tickets.get(first);
    if (first === undefined || twin === undefined) return [];
    const others = new Set(words.wordsOf(first));
    const shared = own.filter((word) => others.has(word)).length;
    const themes = disputed(ticket.gold, twin.gold);
    const dispute = `, and is labelled otherwise: ${twin.gold?.join(', ') || 'no theme'}`;
    return [
      {
        ticket: ticket.id,
        row,
        agent: 'ticket',
        mode: 'duplicate_ticket',
        themes,
        certainty: 'suspected',
        detail: `${twin.id} (row ${first}) reads nearly the same: ${shared} of the ${own.length + others.size - shared} different words stand in both${themes.length > 0 ? dispute : ''}`,
        also: [],
        mates: 0,
        absorbed: false,
        dockets: [],
      },
    ];
  });
}

function figuresIn(words: readonly string[]): string {
  return words
    .filter((word) => /\d/.test(word))
    .sort()
    .join(' ');
}

function disputed(one: Told['gold'], other: Told['gold']): string[] {
  if (one === undefined || other === undefined) return [];
  return [...new Set([...one, ...other])].filter((id) => one.includes(id) !== other.includes(id));
}
