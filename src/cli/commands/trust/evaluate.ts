import { existsSync } from 'node:fs';
import {
  type EvaluateOptions,
  type EvaluationReport,
  evaluate,
} from '../../../../workflows/evaluate.ts';
import { checkLabels } from '../../../cases/labels/check-gold.ts';
import { keepLabels } from '../../../cases/labels/keep-labels.ts';
import { exitCode } from '../../../domain/exit-code.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import { checkFailUnder, type FailUnder, readFailUnder } from '../../../evaluation/fail-under.ts';
import type { RunReport } from '../../../runs/close-run.ts';
import type { ReadOptions } from '../../../runs/run-options.ts';
import { readRun, shortRun } from '../../../settings/read-run.ts';
import { takeThemes } from '../../../themes/load-themes.ts';
import { readGold } from '../../../tickets/read-gold.ts';
import { type StagedFile, stageFile } from '../../../tickets/results/stage-file.ts';
import { nextCommand } from '../../drawing/next-command.ts';
import { say, shownPlace } from '../../drawing/print.ts';
import { drawEvaluation } from '../../drawing/reports/draw-evaluation.ts';
import { evaluationPage } from '../../drawing/reports/evaluation-page.ts';
import { sayStop } from '../../drawing/reports/say-stop.ts';
import type { RunFlags } from '../../program/run-options.ts';
import { withLedger } from '../with-ledger.ts';

export interface EvaluationFlags extends RunFlags {
  gold?: string;
  goldColumn?: string;
  html?: string;
  annotators?: string;
  epsilon: string;
  failUnder: string[];
}

/** Scores a run, or hears a file and scores that. */
export async function runEvaluation(
  targets: readonly string[],
  flags: EvaluationFlags,
): Promise<number> {
  const { annotators } = flags;
  if (annotators !== undefined)
    return (await import('../look/people.ts')).runPeople(targets[0], { ...flags, annotators });
  const limits = flags.failUnder.map(readFailUnder);
  const page = flags.html === undefined ? undefined : await stageFile(flags.html, !!flags.force);
  try {
    const [run] = targets;
    if (!areFiles(targets, flags))
      return await score({ run, gold: flags.gold }, flags, limits, page);
    const { options, gold } = await checkFiles(targets, flags, limits);
    if (flags.dryRun) return await (await import('../judge/plan.ts')).printPlan(options, flags);
    const judgedSince = Date.now();
    const report = await judge(options, flags);
    if (report.status === 'interrupted')
      return sayStop(report, report.calls, 'Nothing is scored yet, and what was decided is kept');
    if (flags.gold === undefined && flags.goldColumn !== undefined)
      await withLedger(flags.ledger, (ledger) =>
        keepLabels(ledger, report.run, gold, flags.goldColumn ?? ''),
      );
    const code = await score({ run: report.run, gold, judgedSince }, flags, limits, page);
    for (const file of report.files) say(`Results  ${shownPlace(file.path)}`);
    say(`Run      ${nextCommand(['runs', 'show', shortRun(report.run)])}`);
    return report.counts.failed > 0 ? exitCode.someFailed : code;
  } finally {
    await page?.discard();
  }
}

async function judge(options: ReadOptions, flags: EvaluationFlags): Promise<RunReport> {
  const [{ batch }, { hearShown }] = await Promise.all([
    import('../../../../workflows/batch.ts'),
    import('../judge/hear-shown.ts'),
  ]);
  return hearShown(batch, options, flags);
}

/** A name that nothing else gives away is a run's. */
function areFiles(targets: readonly string[], { gold, goldColumn }: EvaluationFlags): boolean {
  const [target] = targets;
  if (target === undefined) return false;
  const isFile = targets.length > 1 || /^-$|[*?]/.test(target) || existsSync(target);
  return isFile || (goldColumn !== undefined && gold === undefined);
}

/** All that can be wrong with the labels is found out before anything is paid for. */
async function checkFiles(
  files: readonly string[],
  flags: EvaluationFlags,
  limits: readonly FailUnder[],
) {
  if (flags.gold === undefined && flags.goldColumn === undefined)
    throw new UserMistake(
      `${files.join(' ')} is a file; say where its labels are: --gold-column COLUMN, or --gold FILE`,
    );
  const { readRunOptions } = await import('../../program/run-options.ts');
  const options = readRunOptions(files, flags);
  const gold = flags.gold ?? options.file;
  // What there is to say of them the run says.
  const { themes } = await takeThemes(options.themes);
  checkFailUnder(
    limits,
    themes.map(({ id }) => id),
  );
  checkLabels(
    await readGold(gold, themes, { id: options.columns.id, labels: flags.goldColumn }),
    themes,
  );
  return { options, gold };
}

async function score(
  target: Pick<EvaluateOptions, 'run' | 'gold' | 'judgedSince'>,
  flags: EvaluationFlags,
  limits: readonly FailUnder[],
  page: StagedFile | undefined,
): Promise<number> {
  return withLedger(flags.ledger, async (ledger) => {
    const { parsed } = await readRun(ledger, target.run);
    checkFailUnder(
      limits,
      parsed.themes.map(({ id }) => id),
    );
    const report = await evaluate(ledger, { ...target, goldColumn: flags.goldColumn });
    const undercut = limits.flatMap((limit) => {
      const value = reached(report, limit.name);
      return value !== null && value >= limit.least ? [] : [{ limit: limit.text, value }];
    });
    process.stdout.write(
      `${flags.json ? JSON.stringify({ ...report, undercut }, null, 2) : drawEvaluation(report)}\n`,
    );
    if (page !== undefined) {
      await page.append(evaluationPage(report));
      await page.finish();
      await page.publish();
      say(`Wrote ${page.path}`);
    }
    for (const { limit, value } of undercut)
      say(`--fail-under ${limit}: it is ${value === null ? 'not measured' : value.toFixed(4)}`);
    return undercut.length > 0 ? 1 : 0;
  });
}

/** What a limit is held against; null, which never passes, where it could not be measured. */
function reached(report: EvaluationReport, name: string): number | null {
  switch (name) {
    case 'macro_f1':
      return report.macro.f1;
    case 'micro_f1':
      return report.micro.f1;
    case 'exact_match':
      return report.exactMatch;
    case 'completion':
      return report.completion;
    default:
      return report.themes.find(({ id }) => id === name)?.f1 ?? null;
  }
}
