import { nearest, UserMistake } from '../domain/mistake.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Gold } from '../tickets/read-gold.ts';

/** @throws UserMistake for labels of which none fits a run: other tickets, or other themes */
export async function checkGold(
  ledger: Ledger,
  run: string,
  { path, labels, unknownThemes }: Gold,
  matched: ReadonlySet<string>,
): Promise<void> {
  const [first] = labels.keys();
  if (first === undefined) throw new UserMistake(`${path} holds no labels`);
  if (matched.size === 0) {
    const ids = await ledger.stories.ticketIds(run, 5000);
    const near = nearest(first, ids) ?? ids[0];
    throw new UserMistake(
      `none of the ${labels.size} ids in ${path} is a decided ticket of run ${run}: it has "${first}", the run has "${near ?? 'none'}"`,
    );
  }
  const known = [...labels.values()].some((themes) => themes.length > 0);
  const [unknown] = unknownThemes.keys();
  if (!known && unknown !== undefined)
    throw new UserMistake(
      `none of the ${unknownThemes.size} labels in ${path} is a theme of run ${run}: it has "${unknown}"`,
      { next: ['runs', 'show', run, '--json'] },
    );
}
