import { judgeDigest, type ThemeAgent } from '../../agents/judge.ts';
import { UserMistake } from '../domain/mistake.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Learned } from '../model/embedded/learned-classifier.ts';
import { type Endpoint, learnedAddress } from '../model/endpoint.ts';
import { unpackModel } from './pack.ts';
import { openLearned } from './read-learned.ts';
import { findLearned, taughtIn } from './show-learned.ts';

/**
 * The endpoint by its full name, `embedded:ADDRESS`, where what was learned is to be used: the newest that was taught
 * one of the themes. With a line for each thing that a person should know.
 * @throws UserMistake where nothing was learned that these themes could use
 */
export async function takeLearned(
  ledger: Ledger,
  themes: readonly ThemeAgent[],
  endpoint: Endpoint,
  isLearned: boolean | undefined,
): Promise<{ endpoint: Endpoint; notes: string[] }> {
  const named = learnedAddress(endpoint);
  if (!isLearned && named === undefined) return { endpoint, notes: [] };
  const ids = new Set(themes.map(({ id }) => id));
  const known = (await ledger.learned.list()).find((row) =>
    taughtIn(row).some(({ id }) => ids.has(id)),
  );
  const address = named ?? known?.address;
  if (address === undefined)
    throw new UserMistake('nothing was learned of these themes yet; teach the embedded model', {
      next: ['learn', 'FILE', '--gold-column', 'COLUMN'],
    });
  const row = await findLearned(ledger, address);
  const learned = new Set(unpackModel(row.body).themes.map(({ id }) => id));
  const digests = new Map(taughtIn(row).map(({ id, digest }) => [id, digest]));
  const edited = themes.filter(
    (theme) => learned.has(theme.id) && digests.get(theme.id) !== judgeDigest(theme),
  );
  const others = themes.filter(({ id }) => !learned.has(id));
  if (edited.length + others.length === themes.length)
    throw new UserMistake(
      `none of these themes is learned${edited.length === 0 ? '' : ` as it is now: ${listIds(edited)} edited since`}; learn again with: ${row.command}`,
    );
  return {
    endpoint: { ...endpoint, model: `embedded:${address}` },
    notes: [
      `learned from ${row.sources}, ${new Date(Number(row.at)).toISOString().slice(0, 10)}`,
      ...(edited.length === 0
        ? []
        : [
            `edited since they were learned, so that the old verdicts no longer count and they are decided as before: ${listIds(edited)}; learn again with: ${row.command}`,
          ]),
      ...(others.length === 0 ? [] : [`not learned, and decided as before: ${listIds(others)}`]),
    ],
  };
}

/** What the embedded model reads by; nothing where it is asked as it comes. Themes edited since are left out. */
export async function openLearnedModel(
  ledger: Ledger,
  themes: readonly ThemeAgent[],
  endpoint: Endpoint,
): Promise<Learned | undefined> {
  const address = learnedAddress(endpoint);
  if (address === undefined) return undefined;
  const row = await findLearned(ledger, address);
  const digests = new Map(taughtIn(row).map(({ id, digest }) => [id, digest]));
  const current = new Set(
    themes.filter((theme) => digests.get(theme.id) === judgeDigest(theme)).map(({ id }) => id),
  );
  const reader = openLearned(unpackModel(row.body));
  return { ...reader, address, ids: reader.ids.map((id) => (current.has(id) ? id : '')) };
}

function listIds(themes: readonly ThemeAgent[]): string {
  const ids = themes.map(({ id }) => id);
  return ids.length > 10
    ? `${ids.slice(0, 10).join(', ')} and ${ids.length - 10} more`
    : ids.join(', ');
}
