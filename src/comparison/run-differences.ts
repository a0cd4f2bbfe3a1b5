import { isDeepStrictEqual } from 'node:util';
import type { RunRow } from '../ledger/schema.ts';
import type { RunSettings } from '../settings/settings.ts';

/** A setting in which two runs differ. */
interface Difference {
  setting: string;
  first: unknown;
  second: unknown;
}

/** What two runs differ in before any ticket is looked at. */
export interface RunDifferences {
  settings: Difference[];
  /** Themes that both have, and of which judges are told something else. */
  edited: string[];
  /** Themes that only one of them has. */
  onlyFirst: string[];
  onlySecond: string[];
  /** The embedded model reads all themes for each verdict. */
  isEmbedded: boolean;
  /** In one of them at least a triage that learns chose the judges, and left some to chance. */
  isLearning: boolean;
}

/** Settings that are compared otherwise, or don't bear on what is said. */
const apart = new Set(
  'themes,columns,header,place,command,fresh,limits,redact,concurrency,audit,shared'.split(','),
);

type Run = RunRow & { parsed: RunSettings };

export function runDifferences(first: Run, second: Run): RunDifferences {
  const [one, other] = [settingsOf(first), settingsOf(second)];
  const names = [...new Set([...one.keys(), ...other.keys()])].filter((name) => !apart.has(name));
  const themes = new Map(first.parsed.themes.map((theme) => [theme.id, theme]));
  const common = second.parsed.themes.filter(({ id }) => themes.has(id));
  const isOwn = ({ id }: Theme) => !common.some((theme) => theme.id === id);
  return {
    settings: names.flatMap((setting) => {
      const values = { first: one.get(setting) ?? null, second: other.get(setting) ?? null };
      return isDeepStrictEqual(values.first, values.second) ? [] : [{ setting, ...values }];
    }),
    edited: common.filter((theme) => isEdited(themes.get(theme.id), theme)).map(({ id }) => id),
    onlyFirst: first.parsed.themes.filter(isOwn).map(({ id }) => id),
    onlySecond: second.parsed.themes.filter(isOwn).map(({ id }) => id),
    isEmbedded: [first, second].every(({ model }) => /^embedded(:|$)/.test(model)),
    isLearning: [first, second].some(({ parsed }) => parsed.triage !== undefined),
  };
}

function settingsOf({ model, base_url, parsed }: Run): Map<string, unknown> {
  return new Map(Object.entries({ model, server: base_url, ...parsed }));
}

type Theme = RunSettings['themes'][number];

/** Ledgers of earlier versions don't have the digest of all that a judge is told. */
function isEdited(before: Theme | undefined, after: Theme): boolean {
  if (before?.digest === undefined || after.digest === undefined)
    return !isDeepStrictEqual({ ...before, digest: 0 }, { ...after, digest: 0 });
  return !isDeepStrictEqual(before, after);
}
