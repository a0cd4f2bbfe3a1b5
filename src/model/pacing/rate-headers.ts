/** What a server says of a limit: how much of it is left, and when it is whole again. */
export interface Allowance {
  limit: number | undefined;
  left: number;
  /** Milliseconds until more may be had. */
  resetMs: number;
}

/**
 * Reads `x-ratelimit-remaining-requests` and its like for tokens, as OpenAI, Groq and others send
 * them with every answer (platform.openai.com/docs/guides/rate-limits). Undefined where nothing
 * usable stands there.
 */
export function readAllowance(headers: Headers, of: 'requests' | 'tokens'): Allowance | undefined {
  const left = readCount(headers.get(`x-ratelimit-remaining-${of}`));
  const resetMs = readDuration(headers.get(`x-ratelimit-reset-${of}`));
  if (left === undefined || resetMs === undefined) return undefined;
  return { limit: readCount(headers.get(`x-ratelimit-limit-${of}`)), left, resetMs };
}

/** How many calls a server takes at once, as some say with every answer: `x-ratelimit-limit-concurrent`. */
export function readSlots(headers: Headers): number | undefined {
  return readOfSlots(headers, /^(?!.*(?:remaining|reset|used|current)).*limit/) || undefined;
}

/** How many more it would take now. */
export function slotsLeft(headers: Headers): number | undefined {
  return readOfSlots(headers, /remaining/);
}

function readOfSlots(headers: Headers, kind: RegExp): number | undefined {
  for (const [name, value] of headers)
    if (/concurren|parallel/.test(name) && kind.test(name)) return readCount(value);
  return undefined;
}

function readCount(text: string | null): number | undefined {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

const unitMs: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** `120ms`, `6m0s`, `1h2m3.5s`, or bare seconds, in milliseconds. */
function readDuration(text: string | null): number | undefined {
  if (text === null || text.length > 30) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/^(\d+(\.\d+)?(ms|[hms]))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[hms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0),
    0,
  );
}
