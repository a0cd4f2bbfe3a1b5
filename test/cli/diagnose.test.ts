import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';

const folder = tempFolder();
const at = (name: string) => path.join(folder, name);
const ledger = ['--ledger', at('ledger.db')];
const gold = ['--gold', 'data/gold.csv'];
const json = async (...args: string[]) =>
  JSON.parse((await runCli([...args, '--json', ...ledger])).stdout);

beforeAll(async () => {
  const out = ['--out', at('out.csv')];
  await runCli(['batch', 'data/tickets.csv', '--audit', '50%', ...out, ...ledger]);
});

describe('diagnose', () => {
  it('says of every wrong ticket whose fault it is, with the spans that show it', async () => {
    const report = await json('diagnose', ...gold);
    expect(report).toMatchObject({ tickets: 116, labelled: 116 });
    expect(report.wrong).toBeGreaterThan(0);
    const blamed = new Set(report.findings.map(({ ticket }: { ticket: string }) => ticket));
    expect(blamed.size).toBeGreaterThanOrEqual(report.wrong);
    const spans = await spanIds('T001');
    const first = report.findings.find(
      ({ ticket, agent }: Record<string, string>) => ticket === 'T001' && agent === 'triage',
    );
    expect(first).toMatchObject({ mode: 'triage_missed_theme' });
    expect(first.certainty).toBe('contradicts_label');
    expect(first.spans.length).toBeGreaterThan(0);
    for (const span of first.spans) expect(spans).toContain(span);
    expect(report.groups[0]).toMatchObject({ agent: 'triage', mode: 'triage_missed_theme' });
  });

  it('has repairs that a replay confirms', async () => {
    const { findings } = await json('diagnose', ...gold);
    const { repair } = findings.find(({ ticket }: { ticket: string }) => ticket === 'T024');
    const flips = Object.entries(repair).flatMap(([theme, to]) => ['--flip', `${theme}=${to}`]);
    const [replayed] = await json('replay', 'T024', ...flips);
    expect(replayed.after.themes.toSorted()).toEqual(['repeated_follow_up', 'technology']);
  });

  it('without labels says only what the trace proves, and suspicions', async () => {
    const { findings, labelled, audit } = await json('diagnose');
    expect(labelled).toBe(0);
    const certainties = findings.map(({ certainty }: { certainty: string }) => certainty);
    expect(certainties).not.toContain('contradicts_label');
    const modes = findings.map(({ ticket, mode }: Record<string, string>) => `${ticket} ${mode}`);
    expect(modes).toContain('T055 instruction_in_ticket');
    expect(modes).toContain('T072 duplicate_ticket');
    expect(audit.asked).toBeGreaterThan(200);
    expect(audit.recall.low).toBeLessThan(audit.recall.share);
    expect(modes.join()).not.toContain('themes_confused');
    const { stdout } = await runCli(['diagnose', ...ledger]);
    expect(stdout).toMatch(
      /nobody could know without labels: npx tribunal diagnose \w+ --gold FILE/,
    );
  });

  it('shows groups, scores with intervals, and what to do next', async () => {
    const { stdout, code } = await runCli(['diagnose', ...gold, ...ledger]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/judge:technology +false_yes +\d+ +\d+\.\d %/);
    expect(stdout).toMatch(/judge:policy +\d+ +0 +\d+\.\d % \(\d+-\d+\)/);
    expect(stdout).toMatch(/Next:\n.*npx tribunal trace T\d+ --run/);
  });

  it('has a command to copy for each advice, with the labels and the ledger that it needs', async () => {
    const { stdout } = await runCli(['diagnose', ...gold, ...ledger]);
    const [, words = ''] = /npx tribunal (trace T\d+ .*)/.exec(stdout) ?? [];
    expect(words).toContain('--gold data/gold.csv');
    const traced = await runCli(words.trim().split(' '));
    expect(traced.stdout).toMatch(/gold .* \(by .*gold\.csv\)/);
    expect(traced.stdout).toMatch(/contradicts label, and (the agent|the label|either) /);
    expect(traced.stdout).toMatch(/in the call with \d+\. T\d+ \(row \d+\)/);
    expect(traced.code).toBe(0);
  });

  it('ends with 1 where more goes wrong than was allowed', async () => {
    const strict = ['--fail-on', 'false_yes>2%', '--fail-on', 'timeout>0'];
    const failing = await runCli(['diagnose', ...gold, ...ledger, ...strict]);
    expect(failing.code).toBe(1);
    expect(failing.stderr).toMatch(/^--fail-on false_yes>2%: \d+ of 116 tickets\n$/);
    const lenient = await runCli(['diagnose', ...gold, ...ledger, '--fail-on', 'false_yes>90%']);
    expect(lenient.code).toBe(0);
  });

  it('names and counts labels and ids that the run does not know', async () => {
    const file = at('strange.csv');
    writeFileSync(file, 'id,themes\nT001,waiting_time|colour\nT002,Technology\nX9,colour\n');
    const { stdout, code } = await runCli(['diagnose', '--gold', file, ...ledger]);
    expect(code).toBe(0);
    expect(stdout).toContain('2 labelled');
    expect(stdout).toContain('no theme of the run: colour (2)');
    expect(stdout).toContain('1 labelled id is no decided ticket of the run: X9');
  });

  it.each([
    ['an unknown run', ['diagnose', 'nope'], /there is no run nope; the nearest is \d/],
    ['labels of other tickets', ['diagnose', '--gold', at('other.csv')], /none of the 1 ids/],
    [
      'labels of other themes',
      ['diagnose', '--gold', at('themes.csv')],
      /no label in .* is a theme: it has /,
    ],
    ['a file without labels', ['diagnose', '--gold', 'data/tickets.csv'], /no column of labels/],
    ['no such file', ['diagnose', '--gold', 'data/glod.csv'], /did you mean "gold.csv"/],
    ['an unknown ticket', ['replay', 'T0244'], /there is no ticket T0244; the nearest is T024/],
    ['an unknown theme', ['replay', 'T024', '--flip', 'polcy=yes'], /did you mean "policy"/],
    ['half a flip', ['replay', 'T024', '--flip', 'policy'], /--flip takes THEME=yes\|no/],
    ['an unknown rule', ['replay', 'T024', '--rule', 'floor=1'], /--rule knows no "floor"/],
    ['a rule out of range', ['replay', 'T024', '--rule', 'exclusion_lead=2'], /--rule takes/],
    ['no theme to judge', ['rejudge', 'T024', '--theme', 'polcy'], /did you mean "policy"/],
    ['too often', ['rejudge', 'T024', '--theme', 'policy', '--times', '0'], /--times takes/],
    ['an unknown mode', ['trace', '--mode', 'false_yess'], /did you mean "false_yes"/],
    ['an unknown agent', ['trace', '--agent', 'judge:polcy'], /did you mean "judge:policy"/],
    ['a limit of none', ['trace', '--limit', '0'], /--limit takes a whole number from 1/],
    ['half a limit', ['trace', '--limit', '0.5'], /--limit takes a whole number from 1/],
    ['no confidence', ['trace', '--below', 'low'], /--below takes a share/],
    ['no time', ['trace', '--slower', 'long'], /--slower takes a time, as in 2s/],
    ['no share', ['batch', 'data/tickets.csv', '--audit', '5x'], /--audit takes a share/],
  ])('%s is told in one line, with exit code 2', async (_, args, message) => {
    writeFileSync(at('other.csv'), 'id,themes\nA1,policy\n');
    writeFileSync(at('themes.csv'), 'id,themes\nT001,colour\n');
    const { code, stderr } = await runCli([...args, ...ledger]);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });
});

describe('replay and rejudge', () => {
  it('show what would be, leave the run as it was, and are remembered', async () => {
    const before = await json('trace', 'T025');
    const [replayed] = await json('replay', 'T025', '--flip', 'waiting_time=no');
    expect(replayed).toMatchObject({ lost: ['waiting_time'], gained: [] });
    const judged = await json('rejudge', 'T025', '--theme', 'waiting_time', '--times', '3');
    expect(judged).toMatchObject({ before: 'yes', hasChanged: false });
    expect(judged.replies.map((reply: { ok: boolean }) => reply.ok)).toEqual([true, true, true]);
    const [after] = await json('trace', 'T025');
    expect({ ...after, replays: [] }).toEqual({ ...before[0], replays: [] });
    const kinds = after.replays.map(({ kind }: { kind: string }) => kind);
    expect(kinds.slice(-2)).toEqual(['replay', 'rejudge']);
  });

  it('book the calls under a run of their own, and the newest run stays the one that heard a file', async () => {
    await runCli(['rejudge', 'T024', '--theme', 'policy', '--times', '2', ...ledger]);
    const [newest] = await json('runs', 'list');
    expect(newest).toMatchObject({ workflow: 'rejudge', status: 'finished', costs: { calls: 2 } });
    expect(await json('runs', 'show')).toMatchObject({ workflow: 'batch' });
  });
});

describe('trace', () => {
  it('lists the tickets that pass all filters', async () => {
    const all = await json('trace', '--limit', '1000', ...gold);
    expect(all).toHaveLength(116);
    const wrong = await json('trace', '--limit', '1000', '--against-gold', ...gold);
    const { wrong: counted } = await json('diagnose', ...gold);
    expect(wrong).toHaveLength(counted);
    const both = await json(
      'trace',
      '--limit',
      '1000',
      '--against-gold',
      '--theme',
      'policy',
      ...gold,
    );
    expect(both.length).toBeGreaterThan(0);
    for (const { themes } of both) expect(themes).toContain('policy');
    const blamed = await json('trace', '--mode', 'false_yes', '--agent', 'judge:policy', ...gold);
    expect(blamed.length).toBeGreaterThan(0);
    for (const { findings } of blamed)
      expect(findings[0]).toMatchObject({ mode: 'false_yes', agent: 'judge:policy' });
    expect(await json('trace', '--contains', 'UPLOAD your receipt')).toMatchObject([
      { ticket: 'T024' },
    ]);
    expect(await json('trace', '--below', '0.0001', '--status', 'decided')).toEqual([]);
    expect(await json('trace', '--missing')).toEqual([]);
  });

  it('walks on to the next and back to the one before, within the filter', async () => {
    const filter = ['--against-gold', ...gold];
    const [first, second] = await json('trace', ...filter);
    const [next] = await json('trace', first.ticket, '--next', ...filter);
    expect(next.ticket.id).toBe(second.ticket);
    const [back] = await json('trace', second.ticket, '--previous', ...filter);
    expect(back.ticket.id).toBe(first.ticket);
    const end = await runCli(['trace', first.ticket, '--previous', ...filter, ...ledger]);
    expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining('no ticket before') });
    const { stdout } = await runCli(['trace', second.ticket, ...filter, ...ledger]);
    expect(stdout).toContain(`previous: npx tribunal trace ${first.ticket} --run`);
  });

  it('draws the tree: routes, handoff, question, quote, decision and blame', async () => {
    const { stdout } = await runCli(['trace', 'T055', ...ledger]);
    expect(stdout).toMatch(/├─ triage sentiment/);
    expect(stdout).toMatch(/├─ decision/);
    expect(stdout).toMatch(/├─ cause ticket instruction_in_ticket/);
    const one = await runCli(['trace', 'T024', '--theme', 'waiting_time', ...ledger]);
    expect(one.stdout).toContain('handed over: triage -> judge:waiting_time');
    expect(one.stdout).toContain('asked: Waiting time?');
    expect(one.stdout).toContain('"I have now done this four times."');
    expect(one.stdout).not.toContain('judge:technology');
  });

  it('says by the labels of a file which agent and which theme a cause is about', async () => {
    const plain = await runCli(['trace', 'T001', ...ledger]);
    expect(plain.stdout).not.toContain('triage_missed_theme');
    const { stdout } = await runCli(['trace', 'T001', ...gold, ...ledger]);
    expect(stdout).toMatch(/├─ cause triage triage_missed_theme about [a-z_]+ triage did not name/);
    expect(stdout).toMatch(/├─ gold .*\(by data\/gold\.csv\)/);
  });

  it('shows the exact requests and responses of its calls, or of one judge', async () => {
    const all = await runCli(['trace', 'T024', '--raw', ...ledger]);
    expect(all.stdout.match(/^request$/gm)?.length).toBeGreaterThan(2);
    const one = await runCli(['trace', 'T024', '--raw', '--theme', 'waiting_time', ...ledger]);
    expect(one.stdout.match(/^request$/gm)).toHaveLength(1);
    expect(one.stdout).toContain('Theme: waiting_time');
    expect(one.stdout).toContain('submit_verdicts');
  });
});

async function spanIds(ticket: string): Promise<string[]> {
  const [story] = await json('trace', ticket);
  return story.spans.map(({ id }: { id: string }) => id);
}
