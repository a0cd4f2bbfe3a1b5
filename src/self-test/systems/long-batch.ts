import { sample } from '../../domain/random.ts';
import type { TrialTicket } from '../trial-tickets.ts';
import type { Subject } from './spoils.ts';

/** What customers say in another language. */
const german = [
  'Seit drei Wochen warte ich auf eine Antwort von Ihnen.',
  'Am Telefon hat man mich dreimal weiterverbunden und dann aufgelegt.',
  'Die Rückerstattung ist bis heute nicht auf meinem Konto eingegangen.',
  'Der Mitarbeiter wusste nicht, welche Regeln für Gepäck gelten.',
  'Ihre Webseite zeigt nach der Anmeldung nur eine leere Seite.',
  'Ich habe dasselbe Formular nun schon zum vierten Mal ausgefüllt.',
  'Die Dame am Schalter war freundlich, helfen konnte sie mir aber nicht.',
  'In der Hilfe steht nichts darüber, wie man eine Buchung ändert.',
  'Nach zwei Stunden in der Warteschleife habe ich aufgegeben.',
  'Warum muss ich meine Unterlagen immer wieder neu einschicken?',
];

export interface LongTicket extends TrialTicket, Subject {}

const channels = ['mail', 'phone', 'chat'];
const regions = ['north', 'south', 'east', 'west'];

/** Many tickets that all differ: one to three of ours after one another, every fifth of them in German. */
export function drawLongBatch(
  random: () => number,
  pool: readonly TrialTicket[],
  count: number,
): LongTicket[] {
  return Array.from({ length: count }, (_, index) => {
    const own = sample(random, pool, 1 + Math.floor(3 * random()));
    const isGerman = random() < 0.2;
    const said = isGerman ? sample(random, german, own.length + 1) : own.map(({ text }) => text);
    const text = `${said.join(' ')} (${index + 1})`;
    const [channel = '', region = ''] = [channels, regions].flatMap((values) =>
      sample(random, values, 1),
    );
    const themes = [...new Set(own.flatMap(({ themes: applying }) => applying))];
    return {
      id: `L${index + 1}`,
      row: index + 1,
      text,
      context: {},
      themes,
      gold: themes,
      length: text.length,
      language: isGerman ? 'German' : null,
      columns: { channel, region },
      cells: [channel, region],
    };
  });
}
