import { existsSync } from 'node:fs';
import path from 'node:path';
import { countVotes } from '../../../cases/count-votes.ts';
import { describeSame, sameAnswersIn } from '../../../domain/decision/same-answers.ts';
import { countCauses } from '../../../domain/decision/say-failure.ts';
import type { TriageReport } from '../../../domain/decision/triage-report.ts';
import { exitCode } from '../../../domain/exit-code.ts';
import { plural } from '../../../domain/text/plural.ts';
import { damageOf } from '../../../ledger/health/check-rows.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { RunRow } from '../../../ledger/schema.ts';
import type { Footing } from '../../../model/answers/adapt.ts';
import { describeRung, footingKey } from '../../../model/answers/describe-footing.ts';
import { isEmbedded } from '../../../model/endpoint.ts';
import { mistakeOf } from '../../../runs/upkeep/explain-damage.ts';
import { refusalOf } from '../../../runs/workers/end-run.ts';
import { readRun, shortRun } from '../../../settings/read-run.ts';
import type { RunSettings } from '../../../settings/settings.ts';
import { sampleThemes } from '../../../themes/find-themes.ts';
import { keptReason } from '../../../tribunal/early-end.ts';
import { describeBooks, describeCost, describeTokens } from '../../drawing/books.ts';
import { describeInput, describeSettings } from '../../drawing/describe-settings.ts';
import { formatBytes, percent } from '../../drawing/numbers.ts';
import { complain, paint, paintStatus, printable, shownPlace } from '../../drawing/print.ts';
import { describeTriage, drawTriage } from '../../drawing/reports/draw-triage.ts';
import { drawVotes } from '../../drawing/reports/draw-votes.ts';
import { describeStanding } from '../../drawing/standing.ts';
import { table } from '../../drawing/table.ts';
import { withLedger } from '../with-ledger.ts';

export async function listRuns(options: { ledger: string; json?: boolean }): Promise<number> {
  return withLedger(options.ledger, async (ledger) => {
    const runs: Awaited<ReturnType<typeof summarise>>[] = [];
    let code = 0;
    for (const run of await ledger.runs.all())
      try {
        runs.push(await summarise(ledger, run));
      } catch (error) {
        const damaged = damageOf('runs', { ...run });
        if (damaged === undefined) throw error;
        complain(mistakeOf(ledger, damaged, error).message);
        code = exitCode.mistake;
      }
    process.stdout.write(`${options.json ? JSON.stringify(runs, null, 2) : drawList(runs)}\n`);
    return code;
  });
}

function drawList(runs: readonly Awaited<ReturnType<typeof summarise>>[]): string {
  const endings = runs.map(({ id }) => shortRun(id));
  const isNamed = runs.some(({ name }) => name !== null);
  return table(
    [
      { title: 'run' },
      { title: 'started', align: 'right', spare: 3 },
      { title: 'workflow', spare: 1 },
      { title: 'status', whole: true, paint: paintStatus },
      { title: 'model' },
      { title: 'themes', cut: 'start', spare: 4 },
      { title: 'decided', align: 'right', spare: 5 },
      { title: 'review', align: 'right', spare: 6 },
      { title: 'failed', align: 'right' },
      { title: 'calls', align: 'right', spare: 7 },
      { title: 'cost', align: 'right' },
      { title: 'size', align: 'right', spare: 8 },
      ...(isNamed ? [{ title: 'name' }] : []),
      { title: 'file', fills: true, cut: 'start' },
    ],
    runs.map(({ id, counts, costs, ...run }, index) => [
      endings.indexOf(shortRun(id)) === endings.lastIndexOf(shortRun(id))
        ? (endings[index] ?? id)
        : id,
      run.startedAt.slice(0, 16).replace('T', ' '),
      run.workflow,
      run.status,
      run.model,
      run.themes,
      String(counts.decided),
      String(counts.review),
      percent(counts.failed / Math.max(1, counts.decided + counts.review + counts.failed)),
      isEmbedded(run.model) ? '-' : String(costs.calls),
      run.baseURL === '' ? 'free' : costs.cost === null ? 'unknown' : describeCost(costs.cost),
      formatBytes(run.bytes),
      ...(isNamed ? [run.name ?? ''] : []),
      run.file.replace(/ and (\d+) more$/, ' +$1'),
    ]),
  );
}

async function summarise(ledger: Ledger, run: RunRow) {
  return {
    id: run.id,
    name: run.name,
    note: run.note,
    workflow: run.workflow,
    file: run.file,
    ...inputOf(run),
    model: run.model,
    themes: themeSet(run),
    baseURL: run.base_url,
    status: run.status,
    startedAt: new Date(run.started_at).toISOString(),
    endedAt: run.ended_at === null ? null : new Date(run.ended_at).toISOString(),
    /** Rows of the file, as far as they are known. */
    tickets: run.rows ?? (await ledger.records.lastRow(run.id)),
    counts: await ledger.records.countDecisions(run.id),
    costs: await ledger.records.countCalls(run.id),
    bytes: await ledger.space.of(run.id),
  };
}

/** What its last command said, where that ended early. */
function stoppedBecause(run: RunRow): string[] {
  const why = keptReason(run);
  return why === undefined ? [] : [printable(why)];
}

/** The themes of a run, by their number and where they came from. */
function themeSet({ settings }: RunRow): string {
  const { themes = [], place = '' } = JSON.parse(settings) as Partial<RunSettings>;
  const [only] = themes;
  if (place === '' && only !== undefined && themes.length === 1) return only.id;
  const from =
    place === sampleThemes
      ? 'samples'
      : place
          .split(',')
          .map((one) => path.basename(one))
          .join(',');
  return `${from} (${themes.length})`.trim();
}

/** Which rows of which files; nothing where all of one file were read. */
function inputOf({ settings }: RunRow): Pick<RunSettings, 'input'> {
  const { input } = JSON.parse(settings) as RunSettings;
  return input === undefined ? {} : { input };
}

export async function showRun(
  id: string | undefined,
  options: { ledger: string; json?: boolean },
): Promise<number> {
  return withLedger(options.ledger, async (ledger) => {
    const run = await readRun(ledger, id);
    const shown = {
      ...(await summarise(ledger, run)),
      settings: run.parsed,
      faults: await ledger.records.countFaults(run.id),
      agents: await ledger.records.countAgents(run.id),
      books: await ledger.records.books(run.id),
      votes: await countVotes(ledger, run),
      sameAnswers: sameAnswersIn(run.summary),
      triage: run.triage === null ? null : (JSON.parse(run.triage) as TriageReport),
    };
    if (options.json) {
      process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
      return 0;
    }
    const { counts, costs, settings, triage } = shown;
    const seconds = ((run.ended_at ?? Date.now()) - run.started_at) / 1000;
    const lines = [
      ['run', `${run.id}  ${paintStatus(run.status)}`],
      ...[
        ['name', run.name ?? ''],
        ['note', run.note ?? ''],
      ].filter(([, text]) => text !== ''),
      ['file', [run.file, ...describeInput(settings)].join(', ')],
      ['model', [run.model, run.base_url].filter((part) => part !== '').join(' at ')],
      ...(await askedBy(ledger, run)).map((means) => ['asked', means]),
      [
        'started',
        `${shown.startedAt.slice(0, 16).replace('T', ' ')} UTC, took ${seconds.toFixed(1)} s`,
      ],
      ['text', [settings.roles.text, ...settings.roles.context].join(', with ')],
      ['settings', describeSettings(settings)],
      ...writtenBy(run).map((file) => ['results', shownPlace(file)]),
      [
        'tickets',
        describeStanding({ ...counts, tickets: shown.tickets, isWhole: run.rows !== null }),
      ],
      ...stoppedBecause(run).map((why) => ['stopped', why]),
      ...shown.sameAnswers.map((same) => ['warning', printable(describeSame(same))]),
      ...(isEmbedded(run.model)
        ? [['calls', 'none: the embedded model works on this machine, and nothing was paid']]
        : [
            [
              'calls',
              `${plural(costs.calls, 'model call')} for ${plural(costs.dockets, 'group of tickets (docket)', 'groups of tickets (dockets)')}`,
            ],
            ['tokens', describeTokens(costs)],
          ]),
      ['size', `about ${formatBytes(shown.bytes)} in the ledger`],
    ];
    const refusal = refusalOf(run);
    if (refusal !== undefined) lines.push(['refused', `by a worker: ${printable(refusal)}`]);
    if (triage !== null) lines.push(...describeTriage(triage).map((line) => ['triage', line]));
    lines.push(...describeBooks(shown.books, settings, run));
    for (const [name, text] of lines)
      process.stdout.write(`${paint.dim((name ?? '').padEnd(9))} ${text}\n`);
    process.stdout.write(
      `\n${table(
        [
          { title: 'agent', whole: true, paint: paint.cyan },
          { title: 'dockets', align: 'right', spare: 1 },
          { title: 'tickets', align: 'right' },
          { title: 'calls', align: 'right' },
          { title: 'mean ms', align: 'right' },
          { title: 'faults', fills: true, paint: paint.red },
        ],
        shown.agents.map(({ agent, dockets, tickets, calls, milliseconds }) => [
          agent,
          String(dockets),
          String(tickets),
          String(calls),
          milliseconds.toFixed(0),
          countCauses(
            shown.faults
              .filter((fault) => fault.agent === agent)
              .map(({ cause, count }) => [cause, count]),
          ),
        ]),
      )}\n`,
    );
    if (triage !== null) process.stdout.write(`\n${drawTriage(triage).join('\n')}\n`);
    for (const line of drawVotes(shown.votes)) process.stdout.write(`${line}\n`);
    return 0;
  });
}

/** By what means its model answers, as far as that was found out. */
async function askedBy(ledger: Ledger, { model, base_url: baseURL }: RunRow): Promise<string[]> {
  for (const api of ['chat', 'responses'] as const) {
    const body = await ledger.footing(footingKey({ api, baseURL, model }));
    const { rungs = {} } = JSON.parse(body ?? '{}') as Partial<Footing>;
    const found = Object.entries(rungs);
    const [first, ...others] = new Set(Object.values(rungs));
    if (first !== undefined && others.length === 0) return [describeRung[first]];
    if (found.length > 0)
      return [found.map(([tool, rung]) => `${tool} ${describeRung[rung]}`).join('; ')];
  }
  return [];
}

/** The results that it wrote and that are still there. */
function writtenBy({ summary }: RunRow): string[] {
  const { written = [] } = JSON.parse(summary ?? '{}') as { written?: string[] };
  return written.filter((file) => existsSync(file));
}
