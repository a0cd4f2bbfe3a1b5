import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { UserMistake } from '../../domain/mistake.ts';
import { ownCommand, packageRoot } from '../../installation.ts';

/** Where `npm ci` builds the page. */
const builtPage = path.join(packageRoot, 'dist/page');

/**
 * Serves the page from disk. Addresses without a file are the page's own.
 * @throws UserMistake where it isn't built
 */
export function pageRoutes(): Hono {
  const document = readDocument();
  return new Hono()
    .use('/assets/*', keepForGood)
    .get('/assets/*', serveStatic({ root: path.relative(process.cwd(), builtPage) || '.' }))
    .get('/assets/*', (context) => context.text('there is no such file', 404))
    .get('*', (context) => {
      // Mantine and its scroll lock write style elements: this nonce is what allows them.
      const nonce = randomBytes(16).toString('base64');
      context.header('content-security-policy', policy(nonce));
      return context.html(document.replaceAll('{{nonce}}', nonce));
    });
}

/** Their names change with their contents. */
const keepForGood: MiddlewareHandler = async (context, next) => {
  await next();
  if (context.res.ok)
    context.res.headers.set('cache-control', 'public, max-age=31536000, immutable');
};

/** What every answer says: nothing from here may be framed, guessed at, read by another site, or kept by a browser. */
export const safeHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  const { headers } = context.res;
  if (!headers.has('content-security-policy'))
    headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  headers.set('x-content-type-options', 'nosniff');
  headers.set('x-frame-options', 'DENY');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('cross-origin-resource-policy', 'same-origin');
  headers.set('cross-origin-opener-policy', 'same-origin');
};

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function readDocument(): string {
  try {
    const document = readFileSync(path.join(builtPage, 'index.html'), 'utf8');
    return document.replace('{{command}}', () =>
      ownCommand().replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
    );
  } catch (error) {
    throw new UserMistake('the page is not built; build it with: npm run build', {
      cause: error,
    });
  }
}
