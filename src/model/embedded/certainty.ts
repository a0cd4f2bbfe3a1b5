import { type Rules, usualRules } from '../../domain/decision/reconcile.ts';
import type { Signs } from './words/signs.ts';

/** What each sign weighs, and where the scale begins. */
export type Weights = Readonly<Record<keyof Signs | 'start', number>>;

/**
 * A logistic regression over the verdicts on three public files, each counting the same (`npm run bench contact` fits it
 * on one half of each, shows it on the other, and prints these numbers for both). Nothing in it knows a file or a
 * theme by name: a theme set of your own is read by the same weights.
 */
export const fitted: Weights = {
  lead: 0.56,
  own: 2.95,
  beyond: 0.41,
  words: 0.16,
  calm: -1.85,
  start: -1.15,
};

/** The chance that a theme applies, 0 to 1: what a person would say of texts that show such signs. */
export function chanceOf(signs: Signs, weights: Weights = fitted): number {
  const { start, ...each } = weights;
  let sum = start;
  for (const sign of Object.keys(each) as (keyof Signs)[]) sum += each[sign] * signs[sign];
  return 1 / (1 + Math.exp(-sum));
}

/**
 * The confidence below which the embedded model leaves a ticket to a person: of the yes verdicts in what remains seven
 * to nine of ten are right.
 */
export const sureEnough = 0.65;

/** What decisions by the embedded model go by where nothing was calibrated for the themes. */
export const embeddedRules: Rules = { ...usualRules, confidence_floor: sureEnough };
