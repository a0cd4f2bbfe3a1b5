/** What `--triage learned` saves over HTTP, from nothing, on a server that answers from people's labels. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { sample, seededRandom } from '../../src/domain/random.ts';
import type { RunReport } from '../../src/runs/close-run.ts';
import type { Answerer } from '../support/chat-question.ts';
import { startChatServer } from '../support/chat-server.ts';
import { type Labelled, readLabelled } from './learning.ts';
import { measureRun, withTempFolder } from './measured-run.ts';

export interface TriageMeasured {
  tickets: number;
  themes: number;
  report: NonNullable<RunReport['triage']>;
  /** Yes among the labels, and those that the results lack. */
  yes: number;
  lost: number;
  calls: number;
  /** Of the same command with `--route all`. */
  callsOfAll: number;
  cpuSeconds: number;
  cpuSecondsOfAll: number;
}

/** Hears the tickets of a public file in a seeded order, with and without it. */
export async function measureLearnedTriage(
  name: string,
  seed: number,
): Promise<TriageMeasured | undefined> {
  const labelled = readLabelled(name);
  if (labelled === undefined) return undefined;
  const { themes } = labelled;
  const tickets = sample(seededRandom(seed), labelled.tickets, labelled.tickets.length);
  const server = await startChatServer({ answer: byLabels(labelled), keepRequests: false });
  try {
    return await withTempFolder(async (folder) => {
      const [file, list] = [path.join(folder, 'tickets.csv'), path.join(folder, 'themes.json')];
      const rows = tickets.map(({ text }, index) => ({ id: index + 1, text }));
      writeFileSync(file, stringify(rows, { header: true, columns: ['id', 'text'] }));
      writeFileSync(list, JSON.stringify(themes));
      const hear = (ledger: string, flags: string[]) =>
        measureRun('dist/command/tribunal.js', [
          ...['batch', file, '--themes', list, '--ledger', path.join(folder, ledger), '--json'],
          ...['--model', 'mock', '--base-url', server.baseURL, '--aggregate', 'never'],
          ...['--id', 'id', '--text', 'text', '--rpm', '100000', ...flags],
        ]);
      const learned = await hear('learned.db', ['--triage', 'learned']);
      const all = await hear('all.db', ['--route', 'all']);
      const report = JSON.parse(learned.stdout) as RunReport;
      const reportOfAll = JSON.parse(all.stdout) as RunReport;
      if (report.triage === null) throw new Error('the run has no learned triage');
      const yesOf = ({ counts }: RunReport) =>
        Object.values(counts.themes).reduce((sum, count) => sum + count, 0);
      return {
        tickets: tickets.length,
        themes: themes.length,
        report: report.triage,
        yes: yesOf(reportOfAll),
        lost: yesOf(reportOfAll) - yesOf(report),
        calls: report.calls.calls,
        callsOfAll: reportOfAll.calls.calls,
        cpuSeconds: learned.cpuSeconds,
        cpuSecondsOfAll: all.cpuSeconds,
      };
    });
  } finally {
    await server.close();
  }
}

/** Says yes where a person did. */
function byLabels({ themes, tickets }: Labelled): Answerer {
  const labels = new Map(tickets.map(({ text, labels: own }) => [text.trim(), own]));
  return ({ instructions, tickets: asked }) => {
    const name = /^Theme: (.+)$/m.exec(instructions)?.[1]?.trim() ?? '';
    const id = themes.find((theme) => theme.name === name)?.id ?? '';
    return {
      verdicts: asked.map((ticket) => {
        const text = String(ticket.text);
        const own = labels.get(text.trim());
        if (own === undefined) throw new Error(`no label for "${text}"`);
        const isYes = own.has(name) || own.has(id);
        return {
          ticket: ticket.id,
          verdict: isYes ? 'yes' : 'no',
          confidence: 0.9,
          quote: isYes ? text : '',
          rationale: 'labelled so',
        };
      }),
    };
  };
}
