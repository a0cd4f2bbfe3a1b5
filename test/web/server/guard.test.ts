import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { guard } from '../../../src/web/server/guard.ts';

const hosts = ['127.0.0.1:4747', 'localhost:4747'];

function served(token?: string): Hono {
  return new Hono().use(guard({ hosts, token })).all('*', (context) => context.text('in'));
}

async function statusOf(
  app: Hono,
  headers: Record<string, string>,
  method = 'GET',
  address = '/api/runs',
): Promise<number> {
  const own = { host: '127.0.0.1:4747', ...headers };
  return (await app.request(address, { method, headers: own })).status;
}

describe('on loopback', () => {
  const app = served();

  it('answers to its own names', async () => {
    expect(await statusOf(app, {})).toBe(200);
    expect(await statusOf(app, { host: 'localhost:4747' })).toBe(200);
  });

  it.each([
    'evil.example',
    'evil.example:4747',
    '127.0.0.1:80',
    '127.0.0.1',
    '127.0.0.1:4747.evil.example',
    '',
  ])('answers to no other name, where a site points one at loopback: %s', async (host) => {
    expect(await statusOf(app, { host })).toBe(421);
  });

  it.each([
    'http://evil.example',
    'http://127.0.0.1:8080',
    'null',
    'nonsense',
    'http://127.0.0.1:4747@evil.example',
  ])('refuses what another origin posts: %s', async (origin) => {
    expect(await statusOf(app, { origin }, 'POST')).toBe(403);
  });

  it('takes posts of its own page', async () => {
    const origin = 'http://127.0.0.1:4747';
    expect(await statusOf(app, { origin, 'sec-fetch-site': 'same-origin' }, 'POST')).toBe(200);
  });

  it('lets no other site embed or read it, not even by a plain GET', async () => {
    expect(await statusOf(app, { 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await statusOf(app, { 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await statusOf(app, { 'sec-fetch-site': 'none' })).toBe(200);
  });
});

describe('reachable from other machines', () => {
  const app = served('right');

  it('lets nobody in without the token', async () => {
    expect(await statusOf(app, {})).toBe(401);
    expect(await statusOf(app, { authorization: 'Bearer wrong' })).toBe(401);
    expect(await statusOf(app, { cookie: 'tribunal_token=wrong' })).toBe(401);
    expect(await statusOf(app, {}, 'GET', '/?token=wrong')).toBe(401);
  });

  it('takes the token by header', async () => {
    expect(await statusOf(app, { authorization: 'Bearer right', host: 'tickets.lan' })).toBe(200);
  });

  it('turns the token of an address into a cookie that scripts and other sites never see', async () => {
    const answer = await app.request('/runs?token=right', { headers: { host: 'tickets.lan' } });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/runs');
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(await statusOf(app, { cookie: cookie.split(';')[0] ?? '' })).toBe(200);
  });

  it.each(['//evil.example/', '/\\evil.example/', '///evil.example'])(
    'leads to no other host: %s',
    async (address) => {
      const url = `http://tickets.lan${address}?token=right`;
      const answer = await app.fetch(new Request(url, { headers: { host: 'tickets.lan' } }));
      expect(answer.headers.get('location')).toMatch(/^\/[^/\\]/);
    },
  );

  it('refuses other origins, token or not', async () => {
    const headers = { authorization: 'Bearer right', origin: 'http://evil.example' };
    expect(await statusOf(app, headers, 'POST')).toBe(403);
  });
});
