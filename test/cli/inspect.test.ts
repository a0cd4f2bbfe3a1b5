import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { runCli, spawnCli } from '../support/run-cli.ts';

const folder = tempFolder();
const ledger = ['--ledger', path.join(folder, 'ledger.db')];

describe('sequential, runs and trace', () => {
  it('prints each decision as it falls, in the order of the file', async () => {
    const tickets = ticketsFile(folder, ['the app is broken', 'rude agent', 'thank you']);
    const { code, stdout } = await runCli(['sequential', tickets, ...ledger]);
    expect(code).toBe(0);
    const order = [...stdout.matchAll(/^(T\d) /gm)].map(([, id]) => id);
    expect(order).toEqual(['T1', 'T2', 'T3']);
  });

  it('keeps corrections as gold labels, quits on q, and goes on with the same ticket', async () => {
    const steps = ticketsFile(folder, ['one', 'two', 'three'], 'steps.csv');
    const command = ['sequential', steps, '--step', ...ledger];
    const first = await spawnCli(command, { input: 'policy technology\nnonsense\n-\nq\n' });
    expect(first.code).toBe(130);
    expect(first.stderr).toContain('nonsense is no theme');
    const trace = JSON.parse((await runCli(['trace', 'T1', '--json', ...ledger])).stdout);
    expect(trace[0].gold).toMatchObject([{ themes: 'policy|technology' }]);
    const second = await spawnCli(command, { input: '\n' });
    expect(second.code).toBe(0);
    expect(second.stdout).toMatch(/^T3 /m);
    expect(second.stdout).not.toMatch(/^T2 /m);
  });

  it('goes back, explains the themes, and writes what a person says into the results', async () => {
    const steps = ticketsFile(folder, ['one', 'two', 'the app is broken'], 'back.csv');
    const [own, out] = [
      ['--ledger', path.join(folder, 'back.db')],
      path.join(folder, 'back.out.jsonl'),
    ];
    const { code, stdout, stderr } = await spawnCli(
      ['sequential', steps, '--step', '--out', out, ...own],
      { input: 'b\npolicy\nb\n?\nagent_manners\n-\n\n' },
    );
    expect(code).toBe(0);
    expect(stderr).toContain('first ticket since the command began');
    expect(stderr).toMatch(/^ {2}waiting_time {2}\S/m);
    expect([...stdout.matchAll(/^(T\d) /gm)].map(([, id]) => id)).toEqual([
      ...['T1', 'T1', 'T2', 'T1', 'T2', 'T3'],
    ]);
    expect(stdout).toMatch(/^T3 .* confidence 0\.\d\d$/m);
    const [first, second, third] = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({ themes: ['agent_manners'], status: 'decided' });
    expect(first.justification).toMatch(
      /^Corrected by .+ to agent_manners; the tribunal had said /,
    );
    expect(second).toMatchObject({ themes: [], status: 'decided' });
    expect(third.justification).toMatch(/Confirmed by .+\.$/);
  });

  it('lists runs newest first with their counts and costs', async () => {
    const runs = JSON.parse((await runCli(['runs', 'list', '--json', ...ledger])).stdout);
    expect(runs).toMatchObject([
      { workflow: 'sequential', status: 'finished', counts: { failed: 0 } },
      { workflow: 'sequential', status: 'finished', counts: { failed: 0 } },
    ]);
    for (const { counts } of runs) expect(counts.decided + counts.review).toBe(3);
    expect(runs[0].file).toContain('steps.csv');
    expect(runs[1].costs.calls).toBeGreaterThan(0);
    const shown = await runCli(['runs', 'show', runs[1].id, ...ledger]);
    expect(shown.stdout).toMatch(/triage\s+3\s+3/);
  });

  it('tells the story of a ticket: routes, verdicts with quotes, rules and the decision', async () => {
    const tickets = ticketsFile(folder, ['I waited on hold for an hour.'], 'story.csv');
    await runCli(['batch', tickets, ...ledger]);
    const { stdout } = await runCli(['trace', 'T1', ...ledger]);
    expect(stdout).toContain('handed over: triage -> judge:waiting_time');
    expect(stdout).toMatch(/judge:waiting_time yes, confidence/);
    expect(stdout).toContain('"I waited on hold for an hour."');
    expect(stdout).toMatch(/decision decided: .*waiting_time/);
    const [story] = JSON.parse((await runCli(['trace', 'T1', '--json', ...ledger])).stdout);
    const ids = new Set(story.spans.map((span: { id: string }) => span.id));
    const kinds = new Set(story.spans.map((span: { kind: string }) => span.kind));
    expect([...kinds]).toEqual(
      expect.arrayContaining(['agent', 'handoff', 'generation', 'function']),
    );
    for (const { parent } of story.spans) if (parent !== null) expect(ids.has(parent)).toBe(true);
  });

  it('names the nearest run and ticket where there is none of that name', async () => {
    const ticket = await runCli(['trace', 'T11', ...ledger]);
    expect(ticket).toMatchObject({ code: 2 });
    expect(ticket.stderr).toMatch(/no ticket T11.*nearest is T1/);
    const run = await runCli(['runs', 'show', '1999', ...ledger]);
    expect(run).toMatchObject({ code: 2 });
    expect(run.stderr).toMatch(/there is no run 1999; the nearest is \S+ \(try: .* runs list/);
  });

  it('writes the results of a past run again', async () => {
    const out = path.join(folder, 'again.jsonl');
    expect((await runCli(['runs', 'export', '--out', out, ...ledger])).code).toBe(0);
    const [line] = readFileSync(out, 'utf8').trim().split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({ ticket: { id: 'T1' }, status: 'decided' });
  });
});

describe('themes', () => {
  it('judges with a theme from the moment its file is there', async () => {
    const place = path.join(folder, 'mine');
    const themes = ['--themes', place];
    expect((await runCli(['themes', 'new', 'Lost Teddy', ...themes])).code).toBe(0);
    const unfinished = await runCli(['themes', 'check', ...themes]);
    expect(unfinished.code).toBe(2);
    expect(unfinished.stderr).toContain('lost_teddy.ts: definition');
    const file = path.join(place, 'lost_teddy.ts');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('definition: ""', 'definition: "A teddy bear was lost."'));
    expect((await runCli(['themes', 'check', ...themes])).code).toBe(0);
    const listed = JSON.parse((await runCli(['themes', 'list', '--json', ...themes])).stdout);
    expect(listed).toMatchObject([{ id: 'lost_teddy', name: 'Lost Teddy' }]);
    const tickets = ticketsFile(folder, ['My teddy bear was lost.'], 'teddy.csv');
    const { stdout } = await runCli(['batch', tickets, ...themes, ...ledger]);
    expect(stdout).toMatch(/T1\s+decided\s+lost_teddy/);
  });

  it('does not write over a theme that exists', async () => {
    const again = await runCli([
      'themes',
      'new',
      'Lost Teddy',
      '--themes',
      path.join(folder, 'mine'),
    ]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('exists already');
  });

  it('says all that is wrong, a line each', async () => {
    const file = path.join(folder, 'wrong.json');
    writeFileSync(
      file,
      '[{"name":"A","definition":"x","excludes":["bb"]},{"name":"B","definition":""},{"name":"a","definition":"y"}]',
    );
    const { code, stderr } = await runCli(['themes', 'check', '--themes', file]);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(3);
    expect(existsSync(file)).toBe(true);
  });

  it('takes somebody’s list of themes without ids', async () => {
    const { stdout } = await runCli(['themes', 'list', '--themes', themesFile(folder)]);
    expect(stdout).toMatch(/late_flight\s+Late Flight/);
  });
});
