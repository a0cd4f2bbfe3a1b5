import { nearest, UserMistake } from '../../domain/mistake.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Gold } from '../../tickets/read-gold.ts';

interface CheckedRun {
  id: string;
  parsed: { themes: readonly { id: string }[] };
}

/** @throws UserMistake for labels of which none is a theme */
export function checkLabels(
  { path, labels, unknownThemes }: Gold,
  themes: readonly { id: string }[],
): void {
  if (labels.size === 0) throw new UserMistake(`${path} holds no labels`);
  const [unknown] = unknownThemes.keys();
  if (unknown === undefined || [...labels.values()].some((known) => known.length > 0)) return;
  const ids = themes.map(({ id }) => id);
  throw new UserMistake(
    `no label in ${path} is a theme: it has "${unknown}", and the themes are ${ids.slice(0, mostNamed).join(', ')}${ids.length > mostNamed ? ', …' : ''}`,
  );
}

const mostNamed = 10;

/** @throws UserMistake for labels of which none fits a run: other tickets, or other themes */
export async function checkGold(
  ledger: Ledger,
  run: CheckedRun,
  gold: Gold,
  matched: ReadonlySet<string>,
): Promise<void> {
  checkLabels(gold, run.parsed.themes);
  if (matched.size > 0) return;
  const [first = ''] = gold.labels.keys();
  const ids = await ledger.stories.ticketIds(run.id, 5000);
  const near = nearest(first, ids) ?? ids[0];
  throw new UserMistake(
    `none of the ${gold.labels.size} ids in ${gold.path} is a decided ticket of run ${run.id}: it has "${first}", the run has "${near ?? 'none'}"`,
  );
}
