import { addressOf } from '../domain/address.ts';
import type { LabelledVerdict } from './labels/labelled-verdicts.ts';

/** What a theme is written anew from, and what it is checked on afterwards. */
export interface SharpeningLessons {
  /** Mistakes, of both kinds. */
  shown: LabelledVerdict[];
  /** Labelled tickets of which nothing is shown; none where there are too few mistakes for both. */
  checked: LabelledVerdict[];
}

/** Mistakes that are shown in one call. */
const mostShown = 16;
/** Of fewer mistakes none is kept back. */
const fewestToSplit = 4;
const mostChecked = 64;

/** Halves of the tickets, by lots that fall the same each time. */
export function splitLessons(verdicts: readonly LabelledVerdict[]): SharpeningLessons {
  const lots = new Map(verdicts.map((one) => [one, addressOf('sharpen', one.address)]));
  const drawn = verdicts.toSorted((one, other) =>
    (lots.get(one) ?? '') < (lots.get(other) ?? '') ? -1 : 1,
  );
  const wrong = drawn.filter(isMistake);
  if (wrong.length < fewestToSplit) return { shown: wrong, checked: [] };
  const right = drawn.filter((one) => !isMistake(one));
  const kept = Math.floor(wrong.length / 2);
  const share = wrong.length / verdicts.length;
  // As many of either kind as the labels have, so that what is checked is like them.
  const most = Math.min(kept, Math.max(1, Math.round(share * mostChecked)));
  const others = Math.min(
    ...[right.length, mostChecked - most, Math.round((most * right.length) / wrong.length)],
  );
  return {
    shown: wrong.slice(kept, kept + mostShown),
    checked: [...wrong.slice(0, most), ...right.slice(0, others)],
  };
}

export function isMistake({ label, said }: LabelledVerdict): boolean {
  return label !== said;
}
