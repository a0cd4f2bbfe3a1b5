import { judgeDigest, type ThemeAgent } from '../../agents/judge.ts';
import { UserMistake } from '../domain/mistake.ts';
import { ownCommand } from '../installation.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LearnedRow } from '../ledger/schema.ts';
import { learnerVersion, unpackModel } from './pack.ts';
import { lacking, verdictsNeeded } from './triage/verdicts-needed.ts';

/** How many verdicts, and whose. */
export interface Teacher {
  by: string;
  yes: number;
  no: number;
}

/** A theme as it was when it was taught. */
export interface TaughtTheme {
  id: string;
  digest: string;
  teachers: Teacher[];
}

interface ShownTheme {
  id: string;
  /** `edited`: it was learned, and says something else since. `lacking`: too few verdicts. */
  state: 'learned' | 'edited' | 'lacking';
  yes: number;
  no: number;
  teachers: Teacher[];
  words: string[];
  /** On tickets that it did not learn from; null where nothing was measured. */
  precision: number | null;
  recall: number | null;
  f1: number | null;
  /** From this probability on it is a yes. */
  threshold: number | null;
  /**
   * How many more verdicts it would take: to be learned at all, or until precision and recall are known within ten
   * points.
   */
  needed: number;
}

export interface ShownLearned {
  address: string;
  version: string;
  sources: string;
  place: string;
  command: string;
  at: number;
  themes: ShownTheme[];
  /** Of the learned themes; null where none was measured. */
  macroF1: number | null;
}

/** What was learned, theme by theme; the newest where no address is given. @throws UserMistake */
export async function showLearned(
  ledger: Ledger,
  themes: readonly ThemeAgent[],
  address: string,
): Promise<ShownLearned> {
  const row = await findLearned(ledger, address);
  const model = unpackModel(row.body);
  const shown = taughtIn(row).map(({ id, digest, teachers }): ShownTheme => {
    const learned = model.themes.find((theme) => theme.id === id);
    const counts = {
      yes: teachers.reduce((sum, teacher) => sum + teacher.yes, 0),
      no: teachers.reduce((sum, teacher) => sum + teacher.no, 0),
    };
    if (learned === undefined) {
      const { yes, no } = lacking(counts);
      const nothing = { precision: null, recall: null, f1: null, threshold: null, words: [] };
      return { id, state: 'lacking', ...counts, teachers, ...nothing, needed: yes + no };
    }
    const now = themes.find((theme) => theme.id === id);
    const isEdited = now !== undefined && judgeDigest(now) !== digest;
    const { precision, recall, f1, threshold, words } = learned;
    return {
      id,
      state: isEdited ? 'edited' : 'learned',
      ...counts,
      teachers,
      words,
      precision,
      recall,
      f1,
      threshold,
      needed: verdictsNeeded(learned),
    };
  });
  const scores = shown.flatMap(({ f1 }) => f1 ?? []);
  const { body: _, themes: __, ...about } = row;
  return {
    ...about,
    at: Number(row.at),
    themes: shown,
    macroF1:
      scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
  };
}

/** @throws UserMistake where there is none of that address, or the code that reads it is another by now */
export async function findLearned(ledger: Ledger, address: string): Promise<LearnedRow> {
  const row = await ledger.learned.find(address);
  if (row === undefined)
    throw new UserMistake(`nothing of the address ${address} was learned in this ledger`, {
      next: ['learn', '--show'],
    });
  if (row.version !== learnerVersion)
    throw new UserMistake(
      `what was learned is of version ${row.version}, and this one reads ${learnerVersion}; learn it again with: ${row.command}`,
    );
  return row;
}

/** What a reader of scores has to know where the model was taught. */
export async function warnOfMemory(ledger: Ledger, model: string): Promise<string[]> {
  const row = await ledger.learned.find(model.replace(/^embedded:/, ''));
  return row === undefined
    ? []
    : [
        `the model was taught by ${row.sources}: on tickets that it learned from, scores only show that it remembers; what it does on others is said by ${ownCommand()} learn --show`,
      ];
}

export function taughtIn(row: Pick<LearnedRow, 'themes'>): TaughtTheme[] {
  return JSON.parse(row.themes) as TaughtTheme[];
}
