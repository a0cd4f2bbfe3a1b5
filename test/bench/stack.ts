/** Many tickets times many themes in one call, on a server that answers every cell as its text says. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Answerer, Question } from '../support/chat-question.ts';
import type { ChatServerOptions } from '../support/chat-server.ts';
import { cellsOf, themesTold } from '../support/stacked.ts';
import { type MeasuredRun, measureRun, withTempFolder } from './measured-run.ts';
import { rightTheme, themes, writeMockTickets } from './mock-tickets.ts';
import { batchOn, withServer } from './server.ts';

export interface Stacked extends MeasuredRun {
  calls: number;
  /** Tokens that came back. */
  out: number;
  callSeconds: number;
  /** Cells that are lost, or not as they should be. */
  wrong: number;
}

/** Which theme applies to a text. */
type Truth = (text: string) => string;

interface Subject {
  /** Writes the tickets and the themes. */
  write(tickets: string, themes: string): void;
  truth: Truth;
}

/** So many tickets, of which each has one of nine themes. */
export function nineThemes(count: number): Subject {
  return {
    write(file, place) {
      writeMockTickets(file, count);
      writeFileSync(place, JSON.stringify(themes.map(({ judge: _, ...theme }) => theme)));
    },
    truth: rightTheme,
  };
}

export const bank = '../shared/data/banking77';

/** Questions to a bank, of which each has one of 77 themes. */
export function bankThemes(): Subject {
  const rows = parse(readFileSync(`${bank}.dev.csv`), { columns: true }) as Record<
    string,
    string
  >[];
  const labels = new Map(rows.map(({ text = '', label = '' }) => [text, label]));
  return {
    write(file, place) {
      const lines = rows.map(
        ({ id, text }) => `${id},${JSON.stringify(text).replaceAll('\\"', '""')}`,
      );
      writeFileSync(file, ['id,text', ...lines, ''].join('\n'));
      writeFileSync(place, readFileSync(`${bank}.themes.json`));
    },
    truth: (text) => labels.get(text) ?? '',
  };
}

export function measureStacked(
  subject: Subject,
  flags: string[],
  server: ChatServerOptions = {},
  lengths = reasonLengths(),
): Promise<Stacked> {
  const answer = answering(subject.truth, lengths);
  return withServer({ keepRequests: false, ...server, answer }, (mock) =>
    withTempFolder(async (folder) => {
      const [file, place, out] = ['tickets.csv', 'themes.json', 'out.csv'].map((name) =>
        path.join(folder, name),
      ) as [string, string, string];
      subject.write(file, place);
      const run = await measureRun('dist/command/tribunal.js', [
        ...batchOn(mock, file, path.join(folder, 'ledger.db'), out),
        ...['--themes', place, '--route', 'all', '--wide', ...flags],
      ]);
      return {
        ...run,
        calls: mock.count(),
        out: mock.usage.out,
        callSeconds: run.seconds,
        wrong: countWrongCells(out, subject.truth),
      };
    }),
  );
}

const verdictsRecorded = '../shared/data/raw_verdicts.dev.jsonl';

/** How long the reasons are that models gave on record with a yes or a no, in characters. */
export function reasonLengths(): number[] {
  if (!existsSync(verdictsRecorded)) return [68];
  const rows = readFileSync(verdictsRecorded, 'utf8').trim().split('\n');
  return rows
    .map((row): { kind: string; family: string; raw: string } => JSON.parse(row))
    .filter(({ kind, family }) => kind === 'recorded' && family === 'lead-verdict prose')
    .map(({ raw }) => raw.trim().length)
    .sort((one, other) => one - other);
}

/** Every verdict has its reason, as long as those on record in turn; of several judges' a no has none. */
function answering(truth: Truth, lengths: readonly number[]): Answerer {
  let said = 0;
  const reasonOf = () =>
    'The ticket says so. '.repeat(40).slice(0, lengths[said++ % lengths.length]);
  return (question: Question) => {
    const { tool, instructions, tickets } = question;
    if (tool === 'submit_decisions')
      return {
        decisions: tickets.map(({ id, text }) => ({
          ticket: id,
          justification: 'One theme is named, and it is this one.',
          themes: [truth(String(text))],
          confidence: 0.9,
          sentiment: 0.5,
          needs_review: false,
        })),
      };
    const isAlone = themesTold(instructions).has('');
    return {
      verdicts: cellsOf({ instructions, lines: tickets }).map(({ ticket, text, theme }) => {
        const sure = { confidence: 0.9 };
        if (truth(text) === theme)
          return { ticket, quote: text, rationale: reasonOf(), verdict: 'yes', ...sure };
        if (!isAlone) return { ticket, verdict: 'no', ...sure };
        return { ticket, quote: '', rationale: reasonOf(), verdict: 'no', ...sure };
      }),
    };
  };
}

function countWrongCells(results: string, truth: Truth): number {
  const rows = parse(readFileSync(results), { columns: true }) as Record<string, string>[];
  const [first = {}] = rows;
  const columns = Object.keys(first).slice(Object.keys(first).indexOf('justification') + 1);
  return rows.reduce(
    (sum, row) =>
      sum +
      columns.filter((theme) => row[theme] !== (truth(row.text ?? '') === theme ? 'yes' : 'no'))
        .length,
    0,
  );
}
