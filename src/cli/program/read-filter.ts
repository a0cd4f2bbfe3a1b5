import type { CaseFilter } from '../../cases/list-cases.ts';
import { checkTheme } from '../../cases/stories/replay.ts';
import type { LabelReader } from '../../cases/stories/tell-story.ts';
import { Mode } from '../../diagnosis/finding.ts';
import { nearest, UserMistake } from '../../domain/mistake.ts';
import { readShare } from '../../domain/read-values.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { readRun } from '../../settings/read-run.ts';
import { readGold } from '../../tickets/read-gold.ts';

/** What commander hands over for a filter. */
export interface FilterFlags {
  theme?: string;
  status?: string;
  mode?: string;
  agent?: string;
  missing?: boolean;
  below?: string;
  slower?: string;
  contains?: string;
  againstGold?: boolean;
  gold?: string;
  limit?: string;
}

/** In the order in which they are said again. */
const filterNames = 'theme status mode agent missing below slower contains againstGold gold'.split(
  ' ',
);

/** The filter, and the words that name it again. @throws UserMistake for what can't be read */
export async function readFilter(
  ledger: Ledger,
  runId: string,
  flags: FilterFlags,
): Promise<{ filter: CaseFilter; words: string[] }> {
  const run = await readRun(ledger, runId);
  if (flags.theme !== undefined) checkTheme(flags.theme, run.id, run.parsed.themes);
  const gold = flags.gold === undefined ? undefined : await readGold(flags.gold, run.parsed.themes);
  const filter: CaseFilter = {
    theme: flags.theme,
    status: readOneOf('--status', flags.status, ['decided', 'review', 'failed']),
    mode: readOneOf('--mode', flags.mode, Mode.options),
    agent: readOneOf('--agent', flags.agent, agentsOf(run.parsed.themes)),
    missing: flags.missing,
    below: flags.below === undefined ? undefined : readShare('--below', flags.below),
    slower: flags.slower === undefined ? undefined : readMilliseconds(flags.slower),
    contains: flags.contains,
    againstGold: flags.againstGold,
    goldOf: gold && (({ id }) => gold.labels.get(id)),
  };
  const { limit: _, ...named } = flags;
  const words = filterNames.flatMap((name) => {
    const value = named[name as keyof typeof named];
    if (value === undefined) return [];
    const option = `--${name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}`;
    return value === true ? [option] : [option, String(value)];
  });
  return { filter, words };
}

/** Labels of `--gold` stand in the place of the ledger's. */
export function labelsIn({ gold }: FilterFlags): LabelReader {
  return async (themes) => (gold === undefined ? undefined : readGold(gold, themes));
}

function agentsOf(themes: readonly { id: string }[]): string[] {
  const others = ['triage', 'aggregator', 'rules', 'ticket', 'gold', 'unknown'];
  return [...others, ...themes.map(({ id }) => `judge:${id}`)];
}

function readOneOf<Value extends string>(
  option: string,
  text: string | undefined,
  known: readonly Value[],
): Value | undefined {
  if (text === undefined || known.includes(text as Value)) return text as Value | undefined;
  const near = nearest(text, known);
  throw new UserMistake(
    `${option} knows no "${text}"${near === undefined ? `; it takes: ${known.join(', ')}` : `; did you mean "${near}"?`}`,
  );
}

/** `2s`, `1500ms`, or a number of milliseconds. */
function readMilliseconds(text: string): number {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|)\s*$/.exec(text) ?? [];
  if (number === undefined)
    throw new UserMistake(`--slower takes a time, as in 2s or 1500ms, got "${text}"`);
  return Number(number) * (unit === 's' ? 1000 : 1);
}
