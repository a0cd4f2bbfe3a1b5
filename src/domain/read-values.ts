import { UserMistake } from './mistake.ts';

/** `5%` or `0.05`. @throws UserMistake for anything else */
export function readShare(option: string, text: string): number {
  const share = percentOf(text);
  if (!(share >= 0 && share <= 1))
    throw new UserMistake(`${option} takes a share, as in 5% or 0.05, got "${text}"`);
  return share;
}

/** @throws UserMistake for anything but a whole number in that range */
export function readNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UserMistake(`${option} takes a whole number from ${least} to ${most}, got "${text}"`);
  return value;
}

/** `5%` or `0.05` as a number, which for anything else is none. */
export function percentOf(text: string): number {
  const [, number, percent] = /^\s*(\d*\.?\d+)\s*(%?)\s*$/.exec(text) ?? [];
  return Number(number ?? Number.NaN) / (percent === '%' ? 100 : 1);
}
