import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/index.ts';
import { sensible } from '../support/answers.ts';
import { startChatServer } from '../support/chat-server.ts';
import { whenTestEnds } from '../support/endings.ts';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { runCli, spawnCli } from '../support/run-cli.ts';

const folder = tempFolder();
const themes = themesFile(folder);
const texts = Array.from({ length: 30 }, (_, row) => `The flight was late, number ${row}.`);
const tickets = ticketsFile(folder, texts);
let written = 0;

/** A workflow of these statements, and the command that runs it, with a ledger of its own. */
function script(statements: string, name = `w${++written}.ts`) {
  const file = path.join(folder, name);
  const write = (body: string) =>
    writeFileSync(
      file,
      `import { defineWorkflow, hearTicket } from 'ticket-tribunal';
export default defineWorkflow(async ({ tribunal, tickets, args, signal }) => {
${body}
});
`,
    );
  write(statements);
  const [ledger, out] = [path.join(folder, `${name}.db`), path.join(folder, `${name}.jsonl`)];
  const command = [...['run', file, tickets, '--themes', themes, '--ledger', ledger, '--out', out]];
  const results = () =>
    readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { command, write, ledger, results };
}

const hearAll = 'for await (const { ticket, decision } of tribunal.hear(tickets)) ';

describe('a workflow of one’s own', () => {
  it('judges a file as batch does, and is told what was typed for it', async () => {
    const { command, results } = script(`
      const typed: typeof args = args;
      if (typed.share !== '0.5') throw new Error('told otherwise');
      ${hearAll} void [ticket, decision];`);
    const run = await runCli([...command, '--second-model', 'large', '--strict', '--share=0.5']);
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toContain('30 tickets in');
    expect(run.stderr).toContain('For the workflow: secondModel = large');
    expect(results().map(({ themes }) => themes)).toEqual(texts.map(() => ['late_flight']));
  });

  it('throws its own stack, and continues where it was once it is mended', async () => {
    const { command, write, ledger, results } = script(`
      let heard = 0;
      ${hearAll} {
        heard += 1;
        if (heard === 5) throw new Error('five is too much');
      }`);
    const failed = await runCli([...command, '--docket', '2', '--concurrency', '1']);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/Error: five is too much\n +at .*w\d+\.ts:7:/);
    expect(failed.stderr).toMatch(/^Run \S+ is interrupted; what was decided is kept\. Continue/m);
    write(`${hearAll} void 0;`);
    const mended = await runCli(command);
    expect(mended.code).toBe(0);
    expect(mended.stderr).toMatch(/^Run \S+ continues/m);
    expect(mended.stderr).toContain('the workflow was edited since this run began');
    expect(results()).toHaveLength(30);
    await using reader = await openLedger(ledger);
    expect(await reader.runs()).toMatchObject([{ status: 'finished' }]);
  });

  it('is interrupted also by what it throws where nobody waits for it', async () => {
    const { command, ledger } = script(`
      setTimeout(() => { throw new Error('in a timer'); }, 1);
      ${hearAll} await new Promise((resolve) => setTimeout(resolve, 20));`);
    const failed = await spawnCli([...command, '--docket', '1']);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/Error: in a timer\n +at .*w\d+\.ts:4:/);
    await using reader = await openLedger(ledger);
    expect(await reader.runs()).toMatchObject([{ status: 'interrupted' }]);
  });

  it('is told which ticket it returned no decision of', async () => {
    const { command } = script(`
      const flow = async () => ({ themes: ['late'] });
      for await (const _ of tribunal.hear(tickets, { flow }));`);
    const { code, stderr } = await runCli(command);
    expect(code).toBe(1);
    expect(stderr).toMatch(/TypeError: the flow of ticket T\d+ returned no decision: status: /);
  });

  it('stops at Ctrl-C as batch does, and continues', async () => {
    const { command } = script(`
      ${hearAll} if (ticket.row === 4 && args.kill) process.kill(process.pid, 'SIGINT');`);
    const slowly = ['--docket', '1', '--concurrency', '1', '--kill', 'yes'];
    const stopped = await spawnCli([...command, ...slowly]);
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain('Stopping: waiting for calls in flight');
    expect(stopped.stderr).toMatch(/that is kept; continue with: .* run /);
  });

  it('asks another model for a second opinion where the first is in doubt', async () => {
    const server = await startChatServer({ answer: sensible, models: ['small', 'large'] });
    whenTestEnds(() => server.close());
    const { command, results } = script(`
      const flow = async (ticket, swarm) => {
        const { routes, sentiment } = await swarm.triage(ticket);
        const first = await swarm.handOff(ticket, routes);
        const yes = first.filter((one) => one.kind === 'verdict' && one.verdict === 'yes');
        const doubted = new Map(yes.map(({ theme }) => [theme, 'a second opinion']));
        const second = await swarm.handOff(ticket, doubted, { model: args.second });
        const outcomes = first.map((one, theme) => second[theme].kind === 'not_routed' ? one : second[theme]);
        const { conflicts } = swarm.reconcile(ticket, outcomes);
        const ruling = await swarm.aggregator(ticket, outcomes, conflicts, { model: args.second });
        return swarm.decide(ticket, { outcomes, sentiment, ruling });
      };
      for await (const _ of tribunal.hear(tickets, { flow }));`);
    const run = await runCli([
      ...[...command, '--limit', '8', '--second', 'large'],
      ...['--model', 'small', '--base-url', server.baseURL, '--rpm', '60000', '--docket', '8'],
    ]);
    expect(run).toMatchObject({ code: 0 });
    expect(server.requests.map(({ body }) => body.model)).toEqual([
      ...['small', 'small', 'small', 'large', 'large'],
    ]);
    expect(results().map(({ status }) => status)).toEqual(Array(8).fill('decided'));
  });

  it.each([
    ['lage', ['--base-url'], 'knows no model "lage"; did you mean "large"?'],
    ['large', [], '"large", is on no server: embedded is the only model of this run'],
    ['', ['--base-url'], '{ model } takes the name of one, got ""'],
  ])('names a model that is not there, as "%s" on %j: one line', async (second, on, said) => {
    const server = await startChatServer({ answer: sensible, models: ['small', 'large'] });
    whenTestEnds(() => server.close());
    const { command } = script(`
      const flow = async (ticket, swarm) => {
        const model = args.second;
        const outcomes = await swarm.handOff(ticket, new Map([['late_flight', 'why not']]), { model });
        return swarm.decide(ticket, { outcomes });
      };
      for await (const _ of tribunal.hear(tickets, { flow }));`);
    const model = on.length === 0 ? [] : ['--model', 'small', '--base-url', server.baseURL];
    const run = await runCli([...command, `--second=${second}`, ...model]);
    expect(run.code).toBe(2);
    expect(run.stderr.trim().split('\n').at(-1)).toContain(said);
    expect(server.requests).toEqual([]);
  });

  it('that ends before the tickets do leaves a run that continues', async () => {
    const { command } = script(`
      for await (const ticket of tickets) {
        for await (const _ of tribunal.hear([ticket]));
        if (ticket.row === 3 && !args.all) return;
      }`);
    const early = await runCli(command);
    expect(early.code).toBe(130);
    expect(early.stderr).toMatch(/Stopped: the workflow ended (before|and left)/);
    const other = await runCli([...command, '--limit', '6', '--all']);
    expect(other).toMatchObject({ code: 0 });
    expect(other.stderr).not.toContain('continues');
  });
});

describe('a mistake with a workflow', () => {
  it.each([
    ['a file that is not there', ['no.ts', tickets], 'there is no workflow'],
    ['tickets in its place', [tickets], 'is none; to judge tickets (try: npx tribunal batch'],
    ['no tickets', ['no.ts', '--mode', 'x'], 'name the tickets before'],
    ['a word too many', ['no.ts', tickets, '--mode', 'x', 'y'], '"y" belongs to no option'],
    ['an option given twice', ['no.ts', tickets, '--mode=x', '--mode=y'], '--mode is given twice'],
  ])('is one line: %s', async (_, words, said) => {
    const { code, stderr } = await runCli(['run', ...words]);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n').at(-1)).toContain(said);
  });

  it('is one line: no function, a syntax error, tickets of elsewhere', async () => {
    const nothing = path.join(folder, 'nothing.ts');
    writeFileSync(nothing, 'export default 5;');
    expect(await runCli(['run', nothing, tickets])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing.ts is no workflow'),
    });
    const foreign = script(`for await (const _ of tribunal.hear([{ text: 'Hello.' }]));`);
    expect(await runCli(foreign.command)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('judges the tickets that it is given'),
    });
    const broken = path.join(folder, 'broken.ts');
    writeFileSync(broken, 'export default async () => {\n  const = 5;\n};');
    expect(await runCli(['run', broken, tickets])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('line 2'),
    });
  });
});
