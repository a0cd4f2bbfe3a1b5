import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { UserMistake } from '../../../src/domain/mistake.ts';
import { createApp } from '../../../src/web/server/app.ts';
import { enterRun } from '../../support/decided-run.ts';
import { serveApi } from '../../support/served-api.ts';

const api = await serveApi();
await enterRun(api.ledger, 'r', [{ id: 'T1', cells: ['T1', 'late'] }], {
  run: { rows: 1, ended_at: 1 },
});
const started = vi.spyOn(api.services, 'start').mockImplementation(([command]) => {
  throw command === 'read-upload'
    ? new UserMistake('files are read elsewhere')
    : new Error('nothing may be started');
});
const app = createApp(api.services, { hosts: ['localhost'], token: undefined });

const posts = [
  ...['/plan', '/runs', '/searches', '/themes', '/servers', '/jobs/x/cancel'],
  ...['/runs/r/pause', '/runs/r/resume', '/runs/r/cancel'],
  ...['/runs/r/tickets/1/gold', '/runs/r/tickets/1/replay', '/runs/r/tickets/1/rejudge'],
];
const gets = [
  ...['/about', '/themes', '/files', '/runs', '/workers', '/comparison'],
  ...['/runs/r', '/runs/r/review', '/runs/r/tickets', '/runs/r/charts', '/runs/r/timeline'],
  ...['/runs/r/tickets/1', '/runs/r/tickets/1/reading', '/runs/r/neighbours/1'],
  ...['/runs/r/matches', '/runs/r/gold.csv', '/runs/r/results.csv', '/spans/s'],
];

async function ask(address: string, options: RequestInit & { duplex?: 'half' } = {}) {
  const headers = { host: 'localhost', 'content-type': 'application/json', ...options.headers };
  const request = new Request(`http://localhost/api${address}`, { ...options, headers });
  const response = await app.fetch(request);
  return { status: response.status, text: await response.text() };
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('..', '%00', '%', '%2e%2e%2f', '\u0000', '__proto__', '-1', '1e309', '∞', '/'),
);
const body = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc
    .dictionary(
      fc.constantFrom(
        ...['file', 'themes', 'ownThemes', 'model', 'baseUrl', 'columns', 'theme', 'name', 'run'],
        ...['examples', 'flips', 'author', 'reason', 'times', 'server', 'sendsKey', 'docket', 'id'],
      ),
      fc.oneof(nasty, fc.jsonValue(), fc.constantFrom('sample', 'r', 'waiting', 'embedded')),
    )
    .map((value) => JSON.stringify(value)),
);

describe('whatever is asked', () => {
  it('is never answered by a mistake of the server’s, nor in more than a line', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'DELETE', 'PUT', 'PATCH'),
      address: fc.oneof(
        fc.constantFrom(...posts, ...gets),
        fc.array(nasty, { maxLength: 4 }).map((parts) => `/${parts.map(encodeURI_).join('/')}`),
      ),
      query: fc.dictionary(
        fc.constantFrom(
          'offset',
          'limit',
          'status',
          'theme',
          'sort',
          'q',
          'a',
          'b',
          'since',
          'name',
        ),
        nasty,
      ),
      body,
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ method, address, query, body }) => {
        const asked = `${address}?${new URLSearchParams(query)}`;
        const options = method === 'GET' ? {} : { body };
        const { status, text } = await ask(asked, { method, ...options });
        expect(complaint.mock.calls).toEqual([]);
        expect(status).toBeLessThan(500);
        const isOfApi = new URL(`http://localhost/api${asked}`).pathname.startsWith('/api/');
        if (status >= 400 && isOfApi) expect(JSON.parse(text).error).toMatch(/^[^\n]+$/);
      }),
      { numRuns: 400 },
    );
    expect(started).not.toHaveBeenCalled();
  });

  it.each(posts)('is at most 1 MB where no file travels: %s', async (address) => {
    const large = JSON.stringify({ theme: 'a'.repeat(1024 * 1024) });
    const stream = () => new Blob([large]).stream();
    for (const options of [{ body: large }, { body: stream(), duplex: 'half' as const }]) {
      const { status, text } = await ask(address, { method: 'POST', ...options });
      // Where no body is wanted none is read.
      if (status !== 413) expect(address).toMatch(/pause|resume|cancel/);
      else expect(JSON.parse(text).error).toContain('1 MB');
    }
  });
});

function encodeURI_(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%ED%A0%80';
  }
}

describe('a name', () => {
  const upload = (name: string) =>
    ask(`/uploads?name=${encodeURIComponent(name)}`, { method: 'POST', body: 'id,text\n1,late\n' });

  it('of a file has no control characters, and is cut to what file systems take', async () => {
    expect(await upload('a\u0000b.csv')).toMatchObject({ status: 400 });
    expect(await upload('a\u001b[2Jb.csv')).toMatchObject({ status: 400 });
    const { status, text } = await upload(`${'😀字'.repeat(300)}.csv`);
    expect(status).toBe(201);
    const { name } = JSON.parse(text);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
    expect(name).toMatch(/^\p{L}*.*\.csv$/u);
  });

  it('of a run that somebody else made writes no header of a download', async () => {
    const id = 'b"\r\nSet-Cookie: a=b';
    await enterRun(api.ledger, id, [{ id: 'T1', cells: ['T1', 'late'] }], {
      run: { rows: 1, ended_at: 1, file: 'f"\r\nX: y.csv' },
    });
    for (const file of ['gold.csv', 'gold.jsonl', 'results.csv', 'results.jsonl', 'report.html']) {
      const request = new Request(`http://localhost/api/runs/${encodeURIComponent(id)}/${file}`);
      request.headers.set('host', 'localhost');
      const { status, headers } = await app.fetch(request);
      expect(status, file).toBe(200);
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/);
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  it.each(['CON', 'nul', 'Com1.old'])('of a file is no device of Windows: %s', async (name) => {
    expect(JSON.parse((await upload(`${name}.csv`)).text).name).toBe(`_${name}.csv`);
  });

  it('of a server that is confirmed hides no other behind a user name', async () => {
    const server = { server: 'http://127.0.0.1:8000@elsewhere.example/', sendsKey: true };
    const { status, text } = await ask('/servers', {
      method: 'POST',
      body: JSON.stringify(server),
    });
    expect(status).toBe(400);
    expect(text).toContain('user name');
  });

  it.each([
    ['with a bell', { name: 'a\u0007', definition: 'b' }, /control characters/],
    ['of two lines', { name: 'a\nb', definition: 'b' }, /control characters/],
    ['of too many bytes', { name: '字'.repeat(100), definition: 'b' }, /at most 200 bytes/],
    ['of an id of too many bytes', { id: '字'.repeat(64), name: 'a', definition: 'b' }, /.*/],
  ])('of a theme is refused %s', async (_, theme, why) => {
    const { status, text } = await ask('/themes', { method: 'POST', body: JSON.stringify(theme) });
    expect(text).toMatch(why);
    expect([201, 400]).toContain(status);
  });
});
