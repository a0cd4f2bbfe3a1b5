import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { questionOf } from '../support/chat-question.ts';
import { startChatServer } from '../support/chat-server.ts';
import { whenTestEnds } from '../support/endings.ts';
import { tempFolder, ticketsFile } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { runCli } from '../support/run-cli.ts';
import { cellsOf, stackedVerdicts } from '../support/stacked.ts';

const words = ['bag', 'late', 'rude', 'price'];
const texts = Array.from({ length: 12 }, (_, index) => `ticket ${index} about ${words[index % 4]}`);

/** A run in which four themes travelled together, and the command that judges the same tickets otherwise. */
async function stackedRun() {
  const server = await startChatServer({
    answer: ({ instructions, tickets }) =>
      stackedVerdicts({ instructions, lines: tickets }, (text, theme) =>
        text.endsWith(theme) ? 'yes' : 'no',
      ),
  });
  whenTestEnds(() => server.close());
  const folder = tempFolder();
  const [file, ledger] = [ticketsFile(folder, texts), path.join(folder, 'ledger.db')];
  const cli = async (...args: string[]) => {
    const ran = await runCli([...args, '--ledger', ledger]);
    expect(ran.code, ran.stderr).toBe(0);
    return ran;
  };
  /** Returns how many verdicts were asked for. */
  const judge = async (asked: readonly string[], ...more: string[]) => {
    const before = server.count();
    const themes = path.join(folder, `${asked.join('-')}.json`);
    const told = asked.map((id) => ({ id, name: id, definition: `It is about ${id}.` }));
    writeFileSync(themes, JSON.stringify(told));
    await cli(
      ...['batch', file, '--themes', themes, '--model', 'mock', '--base-url', server.baseURL],
      ...['--route', 'all', '--aggregate', 'never', '--docket', '6', '--rpm', '60000', ...more],
    );
    return server.requests
      .slice(before)
      .map(({ body }) => questionOf(body))
      .reduce((sum, { instructions, tickets }) => {
        return sum + cellsOf({ instructions, lines: tickets }).length;
      }, 0);
  };
  expect(await judge(words, '--stack', '4')).toBe(48);
  const prune = (...more: string[]) => {
    queryLedger(ledger, "update runs set ended_at = ended_at - 40 * 86400000 where file <> ''");
    return cli('ledger', 'prune', '--older-than', '30d', '--yes', ...more);
  };
  const count = (table: string) =>
    Number(queryLedger(ledger, `select count(*) as n from ${table}`)[0]?.n);
  return { ledger, cli, judge, prune, count };
}

describe('ledger prune, of a run with several themes in a call', () => {
  it('takes the texts of its calls, and a run of one theme a call uses its verdicts all the same', async () => {
    const { cli, judge, prune, count } = await stackedRun();
    expect(count('span_bodies')).toBeGreaterThan(0);
    await prune('--bodies-only');
    expect(count('span_bodies')).toBe(0);
    expect(await judge(words, '--stack', '1')).toBe(0);
    expect((await cli('trace', 'T1')).stdout).toContain('judge:late');
    await cli('ledger', 'check');
  });

  it('keeps the verdicts of a theme that another run rests on, with the call that brought them', async () => {
    const { ledger, cli, judge, prune, count } = await stackedRun();
    expect(await judge(['late'], '--stack', '1')).toBe(0);
    queryLedger(
      ledger,
      'update runs set ended_at = ended_at + 80 * 86400000 where rowid = (select max(rowid) from runs)',
    );
    await prune();
    expect(count('runs')).toBe(1);
    expect(count('answers')).toBe(texts.length);
    const [trace] = JSON.parse((await cli('trace', 'T1', '--json')).stdout);
    expect(JSON.stringify(trace)).toContain('judge:late');
    expect(count('span_bodies')).toBeGreaterThan(0);
    await cli('ledger', 'check');
    expect(await judge(words, '--stack', '1')).toBe(36);
  });

  it('leaves nothing of it where no other run rests on it', async () => {
    const { judge, prune, count } = await stackedRun();
    await prune();
    for (const table of ['runs', 'answers', 'dockets', 'spans', 'span_bodies', 'decisions'])
      expect([table, count(table)]).toEqual([table, 0]);
    expect(await judge(words, '--stack', '1')).toBe(48);
  });
});
