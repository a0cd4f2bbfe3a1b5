import { type CaseFilter, type ListedCase, listCases } from '../../workflows/list-cases.ts';
import { readRun } from '../../workflows/read-run.ts';
import { checkTheme } from '../../workflows/replay.ts';
import { Mode } from '../diagnose/finding.ts';
import { nearest, UserMistake } from '../domain/mistake.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { readGold } from '../tickets/read-gold.ts';
import { paint, paintStatus, say } from './print.ts';
import { withLedger } from './runs.ts';
import { table } from './table.ts';

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

/** Tickets shown where nobody says how many. */
const usualLimit = 50;

export async function listTickets(
  options: FilterFlags & { ledger: string; run?: string; json?: boolean },
): Promise<number> {
  return withLedger(options.ledger, async (ledger) => {
    const run = await readRun(ledger, options.run);
    const { filter, words } = await readFilter(ledger, run.id, options);
    const limit = readNumber('--limit', options.limit ?? String(usualLimit));
    const shown: ListedCase[] = [];
    let more = false;
    for await (const listed of listCases(ledger, run, filter)) {
      if (shown.length === limit) {
        more = true;
        break;
      }
      shown.push(listed);
    }
    if (options.json) process.stdout.write(`${JSON.stringify(shown.map(asJson), null, 2)}\n`);
    else process.stdout.write(`${draw(shown)}\n`);
    if (more) say(`There are more: --limit ${limit * 10}`);
    const [first] = shown;
    if (first !== undefined)
      say(
        `npx tribunal trace ${first.known.ticket.id} --run ${run.id}${words === '' ? '' : ` ${words}`}`,
      );
    return 0;
  });
}

/** The filter, and the words that name it again. @throws UserMistake for what can't be read */
export async function readFilter(
  ledger: Ledger,
  runId: string,
  flags: FilterFlags,
): Promise<{ filter: CaseFilter; words: string }> {
  const run = await readRun(ledger, runId);
  if (flags.theme !== undefined) checkTheme(flags.theme, run.id, run.parsed.themes);
  const gold = flags.gold === undefined ? undefined : await readGold(flags.gold, run.parsed.themes);
  const filter: CaseFilter = {
    theme: flags.theme,
    status: readOneOf('--status', flags.status, ['decided', 'review', 'failed']),
    mode: readOneOf('--mode', flags.mode, Mode.options),
    agent: readOneOf('--agent', flags.agent, agentsOf(run.parsed.themes)),
    missing: flags.missing,
    below: flags.below === undefined ? undefined : readNumber('--below', flags.below),
    slower: flags.slower === undefined ? undefined : readMilliseconds(flags.slower),
    contains: flags.contains,
    againstGold: flags.againstGold,
    goldOf: gold && (({ id }) => gold.labels.get(id)),
  };
  const { limit: _, ...named } = flags;
  const names = 'theme status mode agent missing below slower contains againstGold gold'.split(' ');
  const words = names.flatMap((name) => {
    const value = named[name as keyof typeof named];
    if (value === undefined) return [];
    const option = `--${name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}`;
    return value === true ? option : `${option} ${quoted(String(value))}`;
  });
  return { filter, words: words.join(' ') };
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

function readNumber(option: string, text: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!(number >= 0)) throw new UserMistake(`${option} takes a number, got "${text}"`);
  return number;
}

/** `2s`, `1500ms`, or a number of milliseconds. */
function readMilliseconds(text: string): number {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|)\s*$/.exec(text) ?? [];
  if (number === undefined)
    throw new UserMistake(`--slower takes a time, as in 2s or 1500ms, got "${text}"`);
  return Number(number) * (unit === 's' ? 1000 : 1);
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function asJson({ known, findings, milliseconds }: ListedCase) {
  const { ticket, decision, gold } = known;
  const { status, themes, confidence } = decision;
  return {
    ...{ ticket: ticket.id, row: ticket.row, status, themes, confidence, milliseconds, findings },
    gold: gold ?? null,
  };
}

function draw(cases: readonly ListedCase[]): string {
  if (cases.length === 0) return paint.dim('no ticket passes');
  return table(
    [
      { title: 'ticket' },
      { title: 'status', paint: paintStatus },
      { title: 'themes' },
      { title: 'sure', align: 'right' },
      { title: 'ms', align: 'right' },
      { title: 'blame', paint: paint.red },
      { title: 'text', fills: true },
    ],
    cases.map(({ known: { ticket, decision }, findings, milliseconds }) => [
      ticket.id,
      decision.status,
      decision.themes.join(' '),
      decision.confidence?.toFixed(2) ?? '',
      milliseconds.toFixed(0),
      findings
        .slice(0, 1)
        .map(({ agent, mode }) => `${agent} ${mode}`)
        .join(''),
      ticket.text,
    ]),
  );
}
