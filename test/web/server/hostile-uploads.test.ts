import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UploadReader } from '../../../src/web/server/jobs/request/upload-reader.ts';
import type { StartOptions } from '../../../src/web/server/jobs/start-command.ts';
import { servePage } from '../../support/browser.ts';
import { tempFolder } from '../../support/files.ts';
import { hostileFiles } from '../../support/hostile-files.ts';

const address = await servePage(path.join(tempFolder(), 'ledger.db'), true);

async function ask(place: string, options: RequestInit = {}) {
  // A connection that is kept may be closed while a file is made.
  const headers = { connection: 'close', ...options.headers };
  const answer = await fetch(`${address}/api${place}`, { ...options, headers });
  return { status: answer.status, text: await answer.text() };
}

async function upload(name: string, body: Buffer): Promise<string> {
  const stored = await ask(`/uploads?name=${name}`, { method: 'POST', body: new Uint8Array(body) });
  expect(stored.status).toBe(201);
  return JSON.parse(stored.text).id;
}

describe('an upload that means harm', () => {
  it.each(Object.keys(hostileFiles))(
    '%s is shown, or refused in one line, while the server answers others',
    async (name) => {
      const id = await upload(name, hostileFiles[name]?.() ?? Buffer.of());
      const preview = ask(`/files/${id}/preview`);
      const first = await Promise.race([
        preview.then(() => 'the file'),
        ask('/alive').then(() => 'the others'),
      ]);
      expect(first).toBe('the others');
      const { status, text } = await preview;
      expect([200, 400], text).toContain(status);
      expect(text.length).toBeLessThan(5_000_000);
      expect(text).not.toMatch(/root:|lollol/);
      if (status === 200) return;
      const { error } = JSON.parse(text);
      expect(error).toMatch(new RegExp(`^(${name}|line \\d+)[ ,:]`));
      expect(error).not.toContain('\n');
    },
  );

  it('is refused for a plan with the same line', async () => {
    const id = await upload('entities.xlsx', hostileFiles['entities.xlsx']?.() ?? Buffer.of());
    const plan = await ask('/plan', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ file: id }),
    });
    expect(plan).toMatchObject({
      status: 400,
      text: expect.stringContaining("entities.xlsx can't be read as an Excel workbook"),
    });
  });
});

describe('a reader of uploads', () => {
  const file = { id: 'i', name: 'evil.csv', size: 1, at: 1, path: '/evil.csv' };
  const reader = (script: string, seconds?: number) =>
    new UploadReader(
      {
        servers: { environmentFor: () => process.env } as never,
        start: (_, { environment }: StartOptions) =>
          spawn(process.execPath, ['-e', script], {
            env: environment,
            stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
          }),
      },
      seconds,
    );
  const until = new AbortController().signal;
  const forever = 'for (;;);';

  it('reads one file after the other in one process, and two at once in two', async () => {
    const who =
      'process.on("message", () => setTimeout(() => process.send({ reading: process.pid }), 20))';
    const uploads = reader(who);
    const read = () => uploads.preview(file, {}, until);
    const first = await read();
    expect(await read()).toBe(first);
    expect(new Set(await Promise.all([read(), read()])).size).toBe(2);
  });

  it('begins another process where the last one ended', async () => {
    const answersOnce =
      'process.on("message", () => process.send({ reading: process.pid }, () => process.exit()))';
    const uploads = reader(answersOnce);
    const first = await uploads.preview(file, {}, until);
    // One that is asked while it ends gives no answer.
    const next = () => uploads.preview(file, {}, until).catch(() => first);
    await expect.poll(next).not.toBe(first);
  });

  it('ends one that takes too long, though it never yields', async () => {
    await expect(reader(forever, 0.3).preview(file, {}, until)).rejects.toThrow(
      /^evil\.csv takes more than 0\.3 seconds to be read, which no tickets do; if these do: .* batch FILE$/,
    );
  });

  it('ends one that takes too much memory', async () => {
    const greedy = 'const all = []; for (;;) all.push(new Array(1e6).fill(0.5));';
    await expect(reader(greedy).preview(file, {}, until)).rejects.toThrow(
      /^evil\.csv takes more than 1024 MB of memory to be read/,
    );
  });

  it('ends one that nobody waits for any more, and lets the next begin', async () => {
    const leaving = new AbortController();
    const busy = reader(forever);
    const left = Array.from({ length: 3 }, () => busy.preview(file, {}, leaving.signal));
    leaving.abort();
    for (const one of left) await expect(one).rejects.toThrow(/abort/);
  });

  it('that breaks is a mistake of ours, with its last words', async () => {
    const broken = 'console.error("oh dear"); process.exit(70)';
    await expect(reader(broken).preview(file, {}, until)).rejects.toThrow(
      /^evil\.csv could not be read: oh dear/,
    );
  });
});
