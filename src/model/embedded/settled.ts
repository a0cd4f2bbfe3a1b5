import type { Theme } from '../../domain/theme.ts';
import { foldWhiteSpace } from '../../domain/ticket.ts';

/** The clearance of a text that the theme itself gives as an example. */
export const SURE = 10;

/** What a theme says itself of a text: it is one of its examples, one of its counter-examples, or neither. */
export function settledBy(theme: Theme): (folded: string) => 'yes' | 'no' | undefined {
  const yes = new Set(theme.examples.map(foldText));
  const no = new Set(theme.counterExamples.map(foldText));
  return (folded) => (yes.has(folded) ? 'yes' : no.has(folded) ? 'no' : undefined);
}

export function foldText(text: string): string {
  return foldWhiteSpace(text).toLowerCase();
}
