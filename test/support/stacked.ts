import type { Asked } from './court.ts';

/** A verdict on a ticket and a theme. */
export type Say = (ticket: string, theme: string) => 'yes' | 'no' | undefined;

/** The themes that a judges' prompt is about, by the ids that it gives them; of one judge, by none. */
export function themesTold(instructions: string): Map<string, string> {
  const told = [...instructions.matchAll(/^Theme ?(t\d+)?: (.+)$/gm)];
  return new Map(told.map(([, id = '', theme = '']) => [id, theme]));
}

/** The answers to a docket of one judge or of several, and the texts and themes that they are about. */
export function cellsOf({ instructions, lines }: Pick<Asked, 'instructions' | 'lines'>) {
  const told = themesTold(instructions);
  return lines.flatMap(({ id, text, themes = [''] }) =>
    (themes as string[]).map((theme) => ({
      ticket: `${id}${theme}`,
      text: String(text),
      theme: told.get(theme) ?? '',
    })),
  );
}

/** What a model says that answers all: of several judges' no nothing but that. */
export function stackedVerdicts(asked: Pick<Asked, 'instructions' | 'lines'>, say: Say) {
  const isStacked = !themesTold(asked.instructions).has('');
  return {
    verdicts: cellsOf(asked).flatMap(({ ticket, text, theme }) => {
      const verdict = say(text, theme);
      if (verdict === undefined) return [];
      const said = { ticket, quote: text, rationale: 'it says so', verdict, confidence: 0.9 };
      const { quote: _, rationale: __, ...short } = said;
      if (verdict === 'no') return [isStacked ? short : { ...said, quote: '' }];
      return [said];
    }),
  };
}
