import { judgeDigest, type ThemeAgent } from '../agents/judge.ts';
import { mistakesLine, type Sharper, sharpenerDigest, sharpenerSpec } from '../agents/sharpener.ts';
import { ticketLine } from '../src/agent/docket.ts';
import { Bench } from '../src/calibration/respondent.ts';
import {
  type LabelledVerdict,
  type LabelledVerdicts,
  readLabelledVerdicts,
} from '../src/cases/labels/labelled-verdicts.ts';
import {
  isMistake,
  type SharpeningLessons,
  splitLessons,
} from '../src/cases/sharpening-lessons.ts';
import { addressOf } from '../src/domain/address.ts';
import { nameCause } from '../src/domain/decision/say-failure.ts';
import { UserMistake } from '../src/domain/mistake.ts';
import { plural } from '../src/domain/text/plural.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { Costs } from '../src/ledger/rows/costs.ts';
import { takeUpTrial } from '../src/runs/take-up-run.ts';
import type { HearingOptions } from '../src/settings/options.ts';
import { readRun } from '../src/settings/read-run.ts';
import { loadThemes } from '../src/themes/load-themes.ts';
import { DocketRunner } from '../src/tribunal/dockets/docket-runner.ts';
import { type EarlyEnd, noEarlyEnd, readEnd } from '../src/tribunal/early-end.ts';
import { type Hearing, openHearing } from '../src/tribunal/open-hearing.ts';

/** What a theme is to be written anew from. */
export interface LessonsQuery {
  run: string;
  theme: string;
  /** Where the themes of the run are. */
  themes: string;
  /** A file of labels; those that the ledger keeps where not given. */
  gold?: string | undefined;
}

export interface SharpenOptions extends HearingOptions {
  say(message: string): void;
  /** Told the run that holds the books. */
  onStart?(run: string): void;
}

/** A theme as it may be written instead, and what that would change. */
export interface SharpenedTheme extends Sharper {
  examples: string[];
  counterExamples: string[];
  /** The mistakes that it was made from. */
  shown: { missed: number; extra: number };
  /** On labelled tickets that it was not made from; null where there were too few, or answers failed. */
  checked: { tickets: number; before: number; after: number } | null;
}

export interface SharpenReport extends EarlyEnd {
  run: string;
  theme: string;
  /** Nothing where it ended early. */
  found: SharpenedTheme | undefined;
  spent: Costs;
}

/** Examples that the embedded model is given of each kind, and characters of one. */
const [mostExamples, longestExample] = [6, 1000];

/**
 * Writes a theme anew from the labelled mistakes of its judge in a run, and checks on other labelled tickets whether
 * that is better. Nothing is saved. @throws UserMistake where there is no mistake, or no such theme
 */
export async function sharpen(
  ledger: Ledger,
  { run, themes, theme, lessons }: FoundLessons,
  options: SharpenOptions,
): Promise<SharpenReport> {
  // 1. The theme as it is now, and the mistakes of its judge.
  if (lessons.shown.length === 0)
    throw new UserMistake(
      `the judge of ${theme.id} made no mistake on the labelled tickets of run ${run.id}: there is nothing to learn from`,
    );
  // 2. A run of its own, for the books.
  const isEmbedded = options.endpoint.api === 'embedded';
  const trial = await takeUpTrial(ledger, {
    workflow: 'sharpen',
    key: addressOf(
      ...['sharpen', run.id, options.endpoint.model, judgeDigest(theme)],
      ...[...lessons.shown, ...lessons.checked].map(({ address, label }) => `${address} ${label}`),
    ),
    file: run.file,
    endpoint: options.endpoint,
    settings: { ...run.parsed, fresh: false },
  });
  options.onStart?.(trial.id);
  const own = isEmbedded ? byExamples(theme, lessons.shown) : undefined;
  const asked = themes.map((one) => (one.id === theme.id && own !== undefined ? own.theme : one));
  const hearing = await openHearing(ledger, asked, options, trial);
  await trial.begin();
  const report: SharpenReport = {
    run: trial.id,
    theme: theme.id,
    ...noEarlyEnd,
    found: undefined,
    spent: await ledger.records.countCalls(trial.id),
  };
  try {
    // 3. What a model makes of them; the embedded one takes them for examples.
    const found = own ?? (await askSharpener(hearing, theme, lessons.shown, options));
    // 4. Whether its judge is right more often, on tickets that nobody has shown it.
    const checked = await check(hearing, found.theme, lessons.checked, options);
    await hearing.recorder.forceFlush();
    const { definition, counts, doesNotCount, examples, counterExamples } = found.theme;
    report.found = {
      reason: found.reason,
      definition,
      counts,
      doesNotCount,
      examples,
      counterExamples,
      shown: countMistakes(lessons.shown),
      checked,
    };
    // 5. It is kept with its run.
    report.spent = await ledger.records.countCalls(trial.id);
    const summary = JSON.stringify({ sharpened: report });
    await ledger.runs.update(trial.id, { status: 'finished', ended_at: Date.now(), summary });
  } catch (error) {
    await ledger.runs.update(trial.id, { status: 'interrupted', ended_at: Date.now() });
    const end = readEnd(error);
    if (end === undefined) throw error;
    Object.assign(report, end, { spent: await ledger.records.countCalls(trial.id) });
  }
  return report;
}

export type FoundLessons = Awaited<ReturnType<typeof findLessons>>;

/** What a theme would be written anew from. @throws UserMistake for an unknown run or theme */
export async function findLessons(
  ledger: Ledger,
  { run: id, theme: name, themes: place, gold }: LessonsQuery,
) {
  const run = await readRun(ledger, id);
  const themes = await loadThemes(place, () => {});
  const theme = themes.find((one) => one.id === name);
  if (theme === undefined)
    throw new UserMistake(`there is no theme ${name} where the run has its themes from: ${place}`);
  const labelled: LabelledVerdicts = await readLabelledVerdicts(ledger, run, theme.id, gold);
  const judged = run.parsed.themes.find((one) => one.id === theme.id);
  return {
    run,
    themes,
    theme,
    labelled,
    lessons: splitLessons(labelled.verdicts),
    hasChanged: judged?.digest !== undefined && judged.digest !== judgeDigest(theme),
  };
}

export function countMistakes(verdicts: readonly LabelledVerdict[]) {
  const wrong = verdicts.filter(isMistake);
  const missed = wrong.filter(({ label }) => label).length;
  return { missed, extra: wrong.length - missed };
}

interface Written {
  theme: ThemeAgent;
  reason: string;
}

async function askSharpener(
  { court, window }: Hearing,
  theme: ThemeAgent,
  shown: SharpeningLessons['shown'],
  { say }: Pick<SharpenOptions, 'say'>,
): Promise<Written> {
  say(`Asking what ${plural(shown.length, 'mistake')} of the judge have in common`);
  const line = mistakesLine(
    shown.map(({ ticket, label, rationale }) => ({
      text: ticket.text,
      label: label ? ('yes' as const) : ('no' as const),
      rationale,
    })),
  );
  const address = addressOf(
    ...['sharpened', window.identity(), sharpenerDigest(theme), JSON.stringify(line)],
  );
  const runner = new DocketRunner<Sharper>(court, sharpenerSpec(theme), window.model(), 'triage');
  const known = (await court.ledger.answers([address])).get(address);
  const [reply] =
    known === undefined
      ? (await runner.run([{ address, row: 1, line, reason: '' }], null)).replies
      : [{ ok: true as const, answer: JSON.parse(known.body) as Sharper }];
  if (reply?.ok !== true)
    throw new UserMistake(
      `the model gave no usable answer (${reply === undefined ? 'none' : nameCause(reply.cause)}); try again, or ask a larger model`,
    );
  const { reason, ...words } = reply.answer;
  return { reason, theme: { ...theme, ...words } };
}

/** The embedded model knows a text again that it was shown. */
function byExamples(theme: ThemeAgent, shown: SharpeningLessons['shown']): Written {
  const textsOf = (wanted: boolean) =>
    shown
      .filter(({ label, ticket }) => label === wanted && ticket.text.length <= longestExample)
      .slice(0, mostExamples)
      .map(({ ticket }) => ticket.text);
  const join = (lines: readonly string[], more: string[]) => [...new Set([...lines, ...more])];
  return {
    reason:
      'The embedded model does not write: the tickets that it got wrong become examples of a yes and of a no.',
    theme: {
      ...theme,
      examples: join(theme.examples, textsOf(true)),
      counterExamples: join(theme.counterExamples, textsOf(false)),
    },
  };
}

async function check(
  hearing: Hearing,
  theme: ThemeAgent,
  checked: SharpeningLessons['checked'],
  { docket, say }: Pick<SharpenOptions, 'docket' | 'say'>,
): Promise<SharpenedTheme['checked']> {
  if (checked.length === 0) return null;
  say(`Judging ${plural(checked.length, 'other labelled ticket')} by the new words`);
  const bench = new Bench(hearing);
  const calls = Array.from({ length: Math.ceil(checked.length / docket) }, (_, call) => ({
    themes: [theme],
    members: checked.slice(call * docket, (call + 1) * docket).map(({ ticket, address }) => ({
      question: {
        address: bench.addressOf(theme, address),
        row: ticket.row,
        line: ticketLine(ticket),
        reason: 'the theme is written anew',
      },
      theme: theme.id,
      ticket: { ticket, address },
      isMeasured: true,
    })),
  }));
  const answers = (await bench.ask(calls)).flat();
  const answered = checked.flatMap((one, index) => {
    const said = answers[index];
    return said === undefined ? [] : [{ ...one, after: said }];
  });
  if (answered.length === 0) return null;
  return {
    tickets: answered.length,
    before: answered.filter((one) => !isMistake(one)).length,
    after: answered.filter(({ label, after }) => label === after).length,
  };
}
