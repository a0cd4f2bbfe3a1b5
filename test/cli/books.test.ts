import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sensible } from '../support/answers.ts';
import {
  type ChatServer,
  type ChatServerOptions,
  startChatServer,
} from '../support/chat-server.ts';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { runCli, spawnCli } from '../support/run-cli.ts';

let server: ChatServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Twelve tickets that take three calls each: triage and two judges that find something. */
async function setUp(options: ChatServerOptions = {}) {
  const started = await startChatServer({ answer: sensible, ...options });
  server = started;
  const folder = tempFolder();
  const texts = Array.from({ length: 12 }, (_, index) => `late and lost ${index}`);
  const ledger = path.join(folder, 'ledger.db');
  const command = [
    ...['batch', ticketsFile(folder, texts), '--themes', themesFile(folder), '--ledger', ledger],
    ...['--model', 'mock', '--base-url', started.baseURL, '--docket', '1'],
  ];
  return { server: started, ledger, command, needed: 3 * texts.length };
}

describe('calls to a server', () => {
  it('end at --max-calls, and the same command goes on where it stopped', async () => {
    const { server, command, needed } = await setUp();
    const first = await runCli([...command, '--max-calls', '10']);
    expect(first.code).toBe(130);
    expect(first.stderr).toContain('Stopped: --max-calls 10 is reached');
    expect(server.count()).toBe(10);
    expect((await runCli(command)).code).toBe(0);
    expect(server.count()).toBe(needed);
  });

  it('count against --rpd in whatever process they were made', async () => {
    const { server, command } = await setUp();
    expect((await runCli([...command, '--rpd', '7'])).code).toBe(130);
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
    const unknown = Number(/Outcome unknown: (\d+) calls may have been billed/.exec(stderr)?.[1]);
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
    const shown = await runCli(['runs', 'show', '--json', '--ledger', ledger]);
    const { books } = JSON.parse(shown.stdout);
    expect(books).toContainEqual(
      expect.objectContaining({ state: 'settled', cause: null, calls: needed }),
    );
    expect(books).toContainEqual(expect.objectContaining({ cause: 'server_error', calls: 1 }));
  });
});
