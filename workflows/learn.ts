import { judgeDigest } from '../agents/judge.ts';
import { type LabelledFile, lessonsOfFile, lessonsOfRun } from '../src/cases/lessons.ts';
import { addressOf } from '../src/domain/address.ts';
import { UserMistake } from '../src/domain/mistake.ts';
import { seededRandom } from '../src/domain/random.ts';
import { plural } from '../src/domain/text/plural.ts';
import { learnerVersion, packModel } from '../src/learning/pack.ts';
import { type ShownLearned, showLearned, type TaughtTheme } from '../src/learning/show-learned.ts';
import { fewestOfEach, train } from '../src/learning/train.ts';
import { lacking } from '../src/learning/triage/verdicts-needed.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { readRun } from '../src/settings/read-run.ts';
import { findThemes } from '../src/themes/find-themes.ts';
import { checkLedgersPlace, takeThemes } from '../src/themes/load-themes.ts';

export interface LearnOptions {
  /** Tickets with labels, or a run with verdicts. */
  from: LabelledFile | { run: string };
  /** Where the themes are; those of the run, or the usual ones, where not given. */
  themes: string | undefined;
  /** What was typed. */
  command: string;
  say(message: string): void;
}

const seed = 1;

/** Teaches the embedded model by verdicts, and keeps what it learned. @throws UserMistake */
export async function learn(ledger: Ledger, options: LearnOptions): Promise<ShownLearned> {
  // 1. The themes, and the verdicts on them.
  const { from } = options;
  const heard = 'run' in from ? (await readRun(ledger, from.run)).parsed.place : undefined;
  const place = options.themes ?? (heard ? await checkLedgersPlace(heard) : findThemes());
  const { themes, notes } = await takeThemes(place);
  const lessons =
    'run' in from
      ? await lessonsOfRun(ledger, from.run, themes)
      : await lessonsOfFile(from, themes);
  for (const note of [...notes, ...lessons.notes]) options.say(note);
  const taught = themes.map(
    (theme): TaughtTheme => ({
      id: theme.id,
      digest: judgeDigest(theme),
      teachers: lessons.teachers.get(theme.id) ?? [],
    }),
  );
  checkEnough(taught);
  // 2. The model.
  options.say(`Learning from ${plural(lessons.examples.length, 'ticket')}`);
  const model = train(
    themes.map((theme) => ({ ...theme, words: `${theme.name}. ${theme.definition}` })),
    lessons.examples,
    seededRandom(seed),
  );
  // 3. It is kept under the address of what it consists of.
  const body = packModel(model);
  const address = addressOf('learned', learnerVersion, JSON.stringify(taught), body);
  await ledger.learned.add({
    address,
    version: learnerVersion,
    themes: JSON.stringify(taught),
    place,
    body,
    sources: lessons.source,
    command: options.command,
    at: Date.now(),
  });
  return showLearned(ledger, themes, address);
}

/** @throws UserMistake where no theme can be learned, with what the nearest lacks */
function checkEnough(taught: readonly TaughtTheme[]): void {
  const lacks = taught
    .map(({ id, teachers }) => {
      const yes = teachers.reduce((sum, teacher) => sum + teacher.yes, 0);
      const no = teachers.reduce((sum, teacher) => sum + teacher.no, 0);
      return { id, yes, no, more: lacking({ yes, no }) };
    })
    .sort((one, other) => one.more.yes + one.more.no - other.more.yes - other.more.no);
  const [nearest] = lacks;
  if (nearest === undefined || nearest.more.yes + nearest.more.no === 0) return;
  const { id, yes, no, more } = nearest;
  const parts = [
    ...(more.yes > 0 ? [`${more.yes} more with a yes`] : []),
    ...(more.no > 0 ? [`${more.no} more with a no`] : []),
  ];
  throw new UserMistake(
    `too few labels: a theme is learned from ${fewestOfEach} tickets with a yes and ${fewestOfEach} with a no; ${id} is nearest with ${yes} and ${no}, and takes ${parts.join(' and ')}`,
  );
}
