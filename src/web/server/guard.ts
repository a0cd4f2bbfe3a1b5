import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

export interface GuardOptions {
  /** Hosts that a request may name, with their ports; any where a token is asked for instead. */
  hosts: readonly string[];
  /** Asked of every request where the server can be reached from other machines. */
  token: string | undefined;
}

const cookieName = 'tribunal_token';

/**
 * Lets in who may: a page of another site reaches loopback too, by a name that it points there (DNS
 * rebinding: the Host header tells) or by posting across sites (the Origin header tells).
 */
export function guard({ hosts, token }: GuardOptions): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? '';
    if (token === undefined && !hosts.includes(host))
      return context.text(`this server answers to ${hosts[0]}, not to ${host.slice(0, 200)}`, 421);
    if (!isOwnOrigin(context.req.header('origin'), context.req.header('sec-fetch-site'), host))
      return context.text('another site may not send requests here', 403);
    if (token !== undefined) {
      const asked = context.req.query('token');
      if (asked !== undefined && isSame(asked, token)) {
        setCookie(context, cookieName, token, { httpOnly: true, sameSite: 'Strict', path: '/' });
        // `//host` would lead to another host.
        return context.redirect(`/${context.req.path.replace(/^[/\\]+/, '')}`);
      }
      const shown =
        getCookie(context, cookieName) ??
        context.req.header('authorization')?.replace(/^Bearer /, '');
      if (shown === undefined || !isSame(shown, token))
        return context.text('open the address that the command printed, with its token', 401);
    }
    await next();
  };
}

/** Requests that no browser sends have neither header. */
function isOwnOrigin(origin: string | undefined, site: string | undefined, host: string): boolean {
  if (site !== undefined && !['same-origin', 'none'].includes(site)) return false;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
