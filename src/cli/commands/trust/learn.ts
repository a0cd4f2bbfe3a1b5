import { learn } from '../../../../workflows/learn.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import { type ShownLearned, showLearned } from '../../../learning/show-learned.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { readColumns, readInput } from '../../../settings/read-input.ts';
import { checkLedgersPlace, takeThemes } from '../../../themes/load-themes.ts';
import { nextCommand, sameCommand } from '../../drawing/next-command.ts';
import { paint, say } from '../../drawing/print.ts';
import { table } from '../../drawing/table.ts';
import type { RunFlags } from '../../program/run-options.ts';
import { withLedger, withNewLedger } from '../with-ledger.ts';

interface LearnFlags extends RunFlags {
  goldColumn?: string;
  gold?: string;
  from?: string;
  show?: boolean;
}

export async function runLearn(files: readonly string[], flags: LearnFlags): Promise<number> {
  const isOfFile = files.length > 0;
  const isAsked = [isOfFile, flags.from !== undefined].filter((one) => one).length;
  if (flags.show) {
    if (isAsked > 0)
      throw new UserMistake('--show says what was learned last; leave out the file and --from');
    return withLedger(flags.ledger, (ledger) => show(ledger, flags));
  }
  if (isAsked !== 1)
    throw new UserMistake(
      isAsked === 0
        ? 'learn takes FILE --gold-column COLUMN, FILE --gold FILE, --from RUN, or --show'
        : 'learn from a file or --from a run: choose one of the two',
    );
  if (flags.from !== undefined && (flags.gold ?? flags.goldColumn) !== undefined)
    throw new UserMistake('--gold labels a file of tickets; --from RUN has verdicts of its own');
  const from = isOfFile
    ? {
        file: readInput(files, flags),
        columns: readColumns(flags),
        gold: flags.gold,
        goldColumn: flags.goldColumn,
      }
    : { run: flags.from ?? '' };
  const work = async (ledger: Ledger) => {
    const { themes, json } = flags;
    const learned = await learn(ledger, { from, themes, command: sameCommand(), say });
    print(learned, json);
    if (!json) say(`Used by: ${nextCommand(['batch', 'FILE', '--learned'])}`);
    return 0;
  };
  return (isOfFile ? withNewLedger : withLedger)(flags.ledger, work);
}

async function show(ledger: Ledger, { themes, json }: LearnFlags): Promise<number> {
  const [newest] = await ledger.learned.list();
  if (newest === undefined)
    throw new UserMistake('nothing was learned yet; teach the embedded model', {
      next: ['learn', 'FILE', '--gold-column', 'COLUMN'],
    });
  const now = await takeThemes(themes ?? (await checkLedgersPlace(newest.place)));
  for (const note of now.notes) say(note);
  print(await showLearned(ledger, now.themes, newest.address), json);
  return 0;
}

function print(learned: ShownLearned, isJson: boolean | undefined): void {
  process.stdout.write(`${isJson ? JSON.stringify(learned, null, 2) : draw(learned)}\n`);
}

function draw({ address, sources, at, themes, macroF1 }: ShownLearned): string {
  const edited = themes.filter(({ state }) => state === 'edited').map(({ id }) => id);
  const lacking = themes.filter(({ state }) => state === 'lacking');
  const teachers = [...new Set(themes.flatMap((theme) => theme.teachers.map(({ by }) => by)))];
  return [
    `${paint.bold(`Learned ${address.slice(0, 12)}`)} from ${sources}, ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}`,
    '',
    table(
      [
        { title: 'theme' },
        { title: 'yes', align: 'right' },
        { title: 'no', align: 'right' },
        ...(teachers.length > 1 ? [{ title: 'by' }] : []),
        { title: 'precision', align: 'right' as const },
        { title: 'recall', align: 'right' as const },
        { title: 'F1', align: 'right' as const },
        { title: 'more', align: 'right' as const },
        { title: 'telling words', fills: true },
      ],
      themes.map((theme) => [
        theme.id,
        String(theme.yes),
        String(theme.no),
        ...(teachers.length > 1
          ? [theme.teachers.map(({ by, yes, no }) => `${by} ${yes + no}`).join(', ')]
          : []),
        ...[theme.precision, theme.recall, theme.f1].map((share) =>
          share === null ? '-' : share.toFixed(3),
        ),
        String(theme.needed),
        theme.words.join(' '),
      ]),
    ),
    '',
    ...(teachers.length === 1 ? [`Taught by ${teachers[0]}.`] : []),
    'Precision, recall and F1 are by cross-validation, on tickets that were not learned from. "more": verdicts that it',
    'would take until precision and recall are known within 10 points, at as many a yes among them as so far.',
    ...(macroF1 === null ? [] : [`Macro-F1 of the learned themes: ${macroF1.toFixed(3)}`]),
    ...(lacking.length === 0
      ? []
      : [
          paint.yellow(
            `Too few verdicts to be learned, and decided as before: ${lacking.map(({ id, needed }) => `${id} (${needed} more)`).join(', ')}`,
          ),
        ]),
    ...(edited.length === 0
      ? []
      : [
          paint.yellow(
            `Edited since they were learned; the old verdicts no longer count: ${edited.join(', ')}`,
          ),
        ]),
  ].join('\n');
}
