import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { pageRoutes, safeHeaders } from '../../../src/web/server/page.ts';

const app = new Hono()
  .use(safeHeaders)
  .get('/api/x', (context) => context.json({}))
  .route('/', pageRoutes());

describe('the page', () => {
  it('is the same at each of its addresses, so that each can be opened and reloaded', async () => {
    for (const address of ['/', '/new', '/runs/20261122-1/results?theme=a']) {
      const answer = await app.request(address);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('<div id="root"></div>');
    }
  });

  it('runs own scripts and styles only, by a nonce that nobody can foresee', async () => {
    const [first, second] = [await app.request('/'), await app.request('/')];
    const policy = first.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(await first.text()).toContain(`content="${nonce}"`);
    expect(second.headers.get('content-security-policy')).not.toContain(nonce);
  });

  it('serves its files for good, and nothing beside them', async () => {
    const script = /src="(\/assets\/[^"]+)"/.exec(await (await app.request('/')).text())?.[1] ?? '';
    const answer = await app.request(script);
    expect(answer.headers.get('content-type')).toMatch(/javascript/);
    expect(answer.headers.get('cache-control')).toContain('immutable');
    for (const address of ['/assets/none.js', '/assets/..%2f..%2f..%2fpackage.json'])
      expect((await app.request(address)).status).toBe(404);
  });

  it('may be framed and kept by nobody, what it answers to the page neither', async () => {
    for (const address of ['/', '/api/x']) {
      const { headers } = await app.request(address);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('loads at most 220 kB of scripts before the list of runs is shown', () => {
    const names = readFileSync('dist/page/index.html', 'utf8').matchAll(/assets\/[^"]+\.js/g);
    const sizes = [...names].map(([name]) => gzipSync(readFileSync(`dist/page/${name}`)).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(220_000);
  });
});
