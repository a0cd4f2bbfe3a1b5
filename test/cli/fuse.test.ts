import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/domain/random.ts';
import type { RunOutline } from '../../src/web/api/runs.ts';
import { sensible } from '../support/answers.ts';
import { type ChatRequest, questionOf } from '../support/chat-question.ts';
import type { Answerer, ChatServerOptions, Fault } from '../support/chat-server.ts';
import { runCli } from '../support/run-cli.ts';
import { bodyOf, outlineOf, serveApp } from '../support/served-app.ts';
import { lateTexts, rowsOf, serveBatch, showRun } from '../support/served-batch.ts';

const kinds: Fault[] = ['text', 'refusal', 'broken-arguments', 'wrong-ids', 'empty', 'white-space'];

describe('a model that never answers usably', () => {
  it.each(kinds)('%s: is stopped within 40 calls, and goes on when it is mended', async (kind) => {
    let isMended = false;
    const { server, command, ledger, out } = await serveBatch(lateTexts(60), {
      faults: () => (isMended ? undefined : kind),
    });
    const stopped = await runCli([...command, '--out', out]);
    expect(server.count()).toBeLessThanOrEqual(40);
    expect(stopped.code).toBe(4);
    expect(stopped.stderr).toMatch(/^Stopped: \d+ calls in a row to triage brought no usable/m);
    for (const line of ['Causes', 'Example', 'Try', 'Spent'])
      expect(stopped.stderr).toContain(line);
    expect(stopped.stderr).toContain('when that is mended, continue with: npx tribunal');
    const { counts, books, id } = await showRun(ledger);
    expect(counts).toEqual({ decided: 0, review: 0, failed: 0 });
    expect(books).toMatchObject({ paid: server.count(), failed: {} });
    // An answer about one ticket is that ticket's, whatever its id.
    if (kind !== 'wrong-ids') expect(books.wasted).toBe(server.count());
    isMended = true;
    const goesOn = await runCli([...command, '--out', out]);
    expect(goesOn).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`Run ${id} continues`),
    });
    expect(rowsOf(out)).toHaveLength(60);
  });

  it('is stopped where a page comes in place of answers', async () => {
    const { server, command, ledger } = await serveBatch(lateTexts(60), { style: 'html' });
    const { code, stderr } = await runCli(command);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/does not answer as an OpenAI-compatible .*<!doctype html>/),
    });
    const shown = await showRun(ledger);
    expect(shown.text).toMatch(/^stopped +.*<!doctype html>/m);
    const app = await serveApp(ledger);
    expect(await outlineOf(app, shown.id)).toMatchObject({
      status: 'interrupted',
      error: expect.stringContaining('<!doctype html>'),
    });
    expect(server.count()).toBeLessThanOrEqual(40);
  });

  it('is stopped however many calls may be out at once, and with every judge asked', async () => {
    for (const more of [
      ['--route', 'all', '--concurrency', '200'],
      ['--docket', '1'],
    ]) {
      const { server, command } = await serveBatch(lateTexts(80), { faults: () => 'text' });
      expect((await runCli([...command, ...more])).code).toBe(4);
      expect(server.count()).toBeLessThanOrEqual(40);
    }
  });

  it('is shown by one of its answers, without what moves a terminal, and not under --redact', async () => {
    const faults = () => 'refusal' as const;
    const { command } = await serveBatch(lateTexts(60), { faults });
    expect((await runCli(command)).stderr).toContain("Example  I'm sorry, I can't help with that.");
    const { stderr } = await runCli([...command, '--redact']);
    expect(stderr).toMatch(/^Example {2}\[redacted [\da-f]+, length \d+\]$/m);
  });

  it('is explained also where the file ends first', async () => {
    const { server, command, ledger } = await serveBatch(lateTexts(2), { faults: () => 'text' });
    const { code, stderr } = await runCli(command);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Try /m) });
    expect(server.count()).toBeLessThanOrEqual(3 * 4 + 10);
    expect((await showRun(ledger)).counts).toMatchObject({ failed: 2 });
  });

  it('is stopped too where it answers about one ticket at a time, with the docket to try', async () => {
    const faults: ChatServerOptions['faults'] = (_, body) =>
      questionOf(body).tickets.length > 1 ? 'wrong-ids' : undefined;
    const { server, command } = await serveBatch(lateTexts(80), { faults });
    const { code, stderr } = await runCli(command);
    expect({ code, stderr }).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('--docket 1'),
    });
    expect(server.count()).toBeLessThanOrEqual(40);
  });
});

describe('in a call about one ticket', () => {
  it('one entry is that ticket’s, whatever id it bears', async () => {
    const { command, ledger } = await serveBatch(lateTexts(3), { faults: () => 'wrong-ids' });
    expect((await runCli([...command, '--docket', '1'])).code).toBe(0);
    expect((await showRun(ledger)).books).toMatchObject({ paid: 9, wasted: 0 });
  });
});

describe('a judge that alone is useless', () => {
  it('is cut off alone: its cells failed with the cause, and the others go on', async () => {
    let asked = 0;
    const { command, out, ledger } = await serveBatch(lateTexts(80), {
      faults: (_, body) => {
        if (!isAskedOf(body, 'lost_bag')) return undefined;
        asked += 1;
        return 'text';
      },
    });
    const same = ['--out', out, '--wide', '--docket', '4', '--aggregate', 'never'];
    expect((await runCli([...command, ...same])).code).toBe(0);
    expect(asked).toBeLessThanOrEqual(20);
    const rows = rowsOf(out);
    expect(rows.every((row) => row.late_flight === 'yes' && row.lost_bag === 'failed')).toBe(true);
    expect((await showRun(ledger)).counts).toEqual({ decided: 0, review: 80, failed: 0 });
    expect(rows.at(-1)?.justification).toMatch(
      /16 calls in a row to judge:lost_bag brought no usable answer; most often, the model did not answer in the form/,
    );
  });
});

describe('a model that is useless at times', () => {
  it.each([0.05, 0.2])('decides every ticket where that is %d of its calls', async (share) => {
    const random = seededRandom(3);
    const { command, ledger } = await serveBatch(lateTexts(100), {
      faults: () => (random() < share ? 'text' : undefined),
    });
    expect((await runCli([...command, '--docket', '4'])).code).toBe(0);
    expect((await showRun(ledger)).counts).toEqual({ decided: 100, review: 0, failed: 0 });
  });
});

describe('a model whose answers are all the same', () => {
  const saying = (verdict: 'yes' | 'no', theme: string): Answerer => {
    return (asked) => {
      if (asked.tool !== 'submit_verdicts' || !asked.instructions.includes(`Theme: ${theme}\n`))
        return sensible(asked);
      const constant = { verdict, confidence: 0.9, quote: '', rationale: 'It applies.' };
      return { verdicts: asked.tickets.map(({ id }) => ({ ticket: id, ...constant })) };
    };
  };

  it('is warned of once, in the report, in runs show and on the page, and not stopped', async () => {
    const answer = saying('yes', 'lost_bag');
    const { command, ledger } = await serveBatch(lateTexts(40), { answer });
    const { code, stdout } = await runCli([...command, '--aggregate', 'never']);
    const warning = /40 of 40 answers of judge "lost_bag" are the same \(yes, confidence 0\.9: It/g;
    expect({ code, warnings: stdout.match(warning) }).toMatchObject({ code: 0, warnings: [{}] });
    const { text, sameAnswers, id } = await showRun(ledger);
    expect(text).toMatch(warning);
    expect(sameAnswers).toMatchObject([{ judges: ['lost_bag'], answers: 40, same: 40 }]);
    const app = await serveApp(ledger);
    const { warnings } = await bodyOf<RunOutline>(app.ask(`/runs/${id}`));
    expect(warnings).toEqual([expect.stringMatching(warning)]);
  });

  it('is not warned of where a theme has none, and its words are not told under --redact', async () => {
    const none = await serveBatch(lateTexts(40), { answer: saying('no', 'lost_bag') });
    expect((await runCli(none.command)).stdout).not.toContain('are the same');
    const redacted = await serveBatch(lateTexts(40), { answer: saying('yes', 'lost_bag') });
    const { stdout } = await runCli([...redacted.command, '--redact', '--aggregate', 'never']);
    expect(stdout).toContain('40 of 40 answers of judge "lost_bag" are yes, whatever');
  });
});

describe('--max-failed', () => {
  const faults: ChatServerOptions['faults'] = (_, body) =>
    /number \d*[13579]"/.test(JSON.stringify(body).replaceAll('\\', '')) ? 'refusal' : undefined;

  it('stops a run of which more tickets fail', async () => {
    const { command, ledger } = await serveBatch(lateTexts(120), { faults });
    const { code, stderr } = await runCli([...command, '--docket', '1', '--max-failed', '20%']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/Stopped: --max-failed 20% is passed: \d+ of \d+ tickets failed/);
    expect((await showRun(ledger)).counts.decided).toBeLessThan(60);
  });

  it('is an exit code alone where all tickets were heard', async () => {
    const { command, out } = await serveBatch(lateTexts(6), { faults });
    const same = ['--docket', '1', '--out', out];
    expect((await runCli([...command, ...same, '--max-failed', '60%'])).code).toBe(1);
    const { code, stderr } = await runCli([...command, ...same, '--max-failed', '0.2', '--fresh']);
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringMatching(/3 of 6/) });
    expect(rowsOf(out)).toHaveLength(6);
  });
});

function isAskedOf(body: ChatRequest, theme: string): boolean {
  return questionOf(body).instructions.includes(`Theme: ${theme}\n`);
}
