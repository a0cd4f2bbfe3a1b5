import { describe, expect, it } from 'vitest';
import type { ChatServerOptions } from '../support/chat-server.ts';
import { runCli, spawnCli } from '../support/run-cli.ts';
import { lateTexts, serveBatch, showRun } from '../support/served-batch.ts';

/** Twelve tickets that take three calls each: triage and two judges that find something. */
async function setUp(options: ChatServerOptions = {}) {
  const { server, ledger, command } = await serveBatch(lateTexts(12), options);
  return { server, ledger, command: [...command, '--docket', '1'], needed: 36 };
}

describe('calls to a server', () => {
  it('end at --max-calls for the run, and go on where it stopped when that is raised', async () => {
    const { server, command, ledger, needed } = await setUp();
    const first = await runCli([...command, '--max-calls', '10']);
    expect(first.code).toBe(3);
    expect(first.stderr).toContain('Stopped: --max-calls 10 is reached');
    expect(first.stdout).toMatch(/^0 of 12 tickets in .* 12 not reached; 10 model calls$/m);
    expect(first.stderr).toMatch(
      /^0 of 12 decided, .* 12 not reached; that is kept\. To continue, raise --max-calls: npx tribunal/m,
    );
    expect(first.stderr).toMatch(/ --max-calls 20$/m);
    expect(server.count()).toBe(10);
    const shown = (await showRun(ledger)).text;
    expect(shown).toMatch(/^tickets +0 of 12 decided, 0 for review, 0 failed, 12 not reached$/m);
    expect(shown).toMatch(/^stopped +--max-calls 10 is reached$/m);
    expect((await runCli([...command, '--max-calls', '10'])).code).toBe(3);
    expect(server.count()).toBe(10);
    expect((await runCli([...command, '--max-calls', '14'])).code).toBe(3);
    expect(server.count()).toBe(14);
    // What earlier commands decided is counted, and not shown as a table of nothing.
    const idle = await runCli([...command, '--max-calls', '14']);
    expect(idle.stdout).toMatch(/^theme +tickets[\s\S]*^[1-9]\d* of 12 tickets in /m);
    expect(idle.stdout).not.toMatch(/^ticket +status|^… and/m);
    expect((await runCli(command)).code).toBe(0);
    expect(server.count()).toBe(needed);
  });

  it('count against --rpd in whatever process they were made', async () => {
    const { server, command } = await setUp();
    expect((await runCli([...command, '--rpd', '7'])).code).toBe(3);
    expect(server.count()).toBe(7);
    const second = await runCli([...command, '--rpd', '7']);
    expect(second.stderr).toContain('--rpd 7 is reached');
    expect(server.count()).toBe(7);
    await runCli([...command, '--rpd', '9']);
    expect(server.count()).toBe(9);
  });

  it('are not repeated after a kill, but for those whose outcome nobody knows, which are counted', async () => {
    const { server, command, needed } = await setUp({ latencyMs: 120 });
    await spawnCli([...command, '--concurrency', '3'], {
      onStart: (child) => {
        const timer = setInterval(() => {
          if (server.count() < 14) return;
          clearInterval(timer);
          child.kill('SIGKILL');
        }, 10);
      },
    });
    const { code, stderr } = await runCli(command);
    expect(code).toBe(0);
    const unknown = Number(/cut off during (\d+) calls?/.exec(stderr)?.[1]);
    expect(unknown).toBeGreaterThan(0);
    expect(unknown).toBeLessThanOrEqual(3);
    expect(server.count()).toBeLessThanOrEqual(needed + unknown);
  });

  it('that still wait for the limit do not leave after Ctrl-C', async () => {
    const { server, command } = await setUp();
    const { code } = await spawnCli([...command, '--rpm', '20'], {
      onStart: (child) => {
        const timer = setInterval(() => {
          if (server.count() < 1) return;
          clearInterval(timer);
          child.kill('SIGINT');
        }, 10);
      },
    });
    expect(code).toBe(130);
    expect(server.count()).toBeLessThanOrEqual(2);
  });

  it('are in the books of the run, the failed ones by their cause', async () => {
    const { command, ledger, needed } = await setUp({
      faults: (index) => (index === 3 ? 'server-error' : undefined),
    });
    await runCli(command);
    const { books, text } = await showRun(ledger);
    expect(books).toMatchObject({ paid: needed, wasted: 0, failed: { server_error: 1 } });
    expect(text).toMatch(
      /^calls +36 paid; 0 of them wasted; failed: 1 x the server had a fault of its own$/m,
    );
  });

  it('are wasted where the answer is of no use', async () => {
    const { command, ledger } = await setUp({
      faults: (index) => (index < 4 ? 'text' : undefined),
    });
    await runCli([...command, '--route', 'all', '--concurrency', '1']);
    const { books, text } = await showRun(ledger);
    expect(books).toMatchObject({ wasted: 4, failed: {}, unknown: 0 });
    expect(text).toMatch(
      /^calls +\d+ paid; 4 of them wasted: 4 x the model did not answer in the form that was asked for; none failed$/m,
    );
  });
});
