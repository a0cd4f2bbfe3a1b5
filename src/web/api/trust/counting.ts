/** How far a run's shares hold, and what labels would make of it. */
export interface Counting {
  /** Decided tickets, which may be drawn. */
  tickets: number;
  drawn: number;
  /** Of those that were drawn. */
  labelled: number;
  /** Labels that the shares rest on; too few for an interval where `widest` is null. */
  used: number;
  /** The theme whose share is known least well, with its 95 % interval. */
  widest: { name: string; low: number; high: number } | null;
  /** Half of the interval's width that `needed` labels would bring every theme to. */
  margin: number;
  needed: number | null;
  /** Whether the model may stand in for one of the people, by the alternative annotator test; null where too few answers tell. */
  standIn: { questions: number; passes: boolean } | null;
  /** Between people who labelled the same tickets: Krippendorff's alpha, and the themes most disputed. */
  agreement: {
    people: number;
    tickets: number;
    alpha: number | null;
    disputed: { name: string; tickets: number }[];
  } | null;
}

const tickets = (count: number) =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? 'ticket' : 'tickets'}`;

/** What there is to say, the most important first. */
export function sayCounting(counting: Counting): string[] {
  const { drawn, labelled, used, widest, margin, needed, agreement, standIn } = counting;
  const points = Math.round(100 * margin);
  const left = drawn - labelled;
  return [
    widest === null
      ? 'How far these shares are from the truth is not known: they are what the model says, and a model’s own count is often wrong by more than chance.'
      : `With ${used.toLocaleString('en-GB')} labels every share is known to within ±${Math.ceil(50 * (widest.high - widest.low))} points; the widest is ${widest.name}.`,
    ...(needed !== null && needed > used
      ? [`About ${needed.toLocaleString('en-GB')} labels would make that ±${points} points.`]
      : []),
    ...(drawn === 0
      ? [
          'Label some tickets that are drawn by chance, and each share is corrected and gets its limits. Labels of tickets that a person picked say nothing of the others.',
        ]
      : left > 0
        ? [
            `${tickets(drawn)} were drawn by chance; ${left.toLocaleString('en-GB')} of them wait for a label.`,
          ]
        : [`All ${tickets(drawn)} that were drawn are labelled.`]),
    ...(agreement === null ? [] : [sayAgreement(agreement)]),
    ...(standIn === null ? [] : [sayStandIn(standIn)]),
  ];
}

function sayAgreement({
  people,
  tickets: both,
  alpha,
  disputed,
}: NonNullable<Counting['agreement']>): string {
  const about = disputed
    .slice(0, 3)
    .map(({ name, tickets }) => `${name} (${tickets})`)
    .join(', ');
  const degree =
    alpha === null
      ? ''
      : ` with Krippendorff’s alpha ${alpha.toFixed(2)} (1 is perfect, 0 is chance)`;
  return `${people} people labelled the same ${tickets(both)}: they agree${degree}${about === '' ? '' : `, and differ most about ${about}`}.`;
}

function sayStandIn({ questions, passes }: NonNullable<Counting['standIn']>): string {
  const on = `on the ${questions.toLocaleString('en-GB')} questions that two people or more answered (a ticket and a theme each)`;
  return passes
    ? `The model may stand in for one of them: ${on} it is proved to be as good, where a person may be better by 10 % for what people cost more.`
    : `It is not proved that the model may stand in for one of them ${on}.`;
}
