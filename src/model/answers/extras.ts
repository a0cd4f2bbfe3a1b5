// What makes calls cheaper, or answers quicker, where a provider knows of it.
import type { ModelRequest, ModelSettings } from '@openai/agents';
import { addressOf } from '../../domain/address.ts';
import type { Endpoint } from '../endpoint.ts';
import { isObject, readJson } from './text/json-in-text.ts';

/** Each with how those that refuse it speak of it. Sent unasked: the first two. */
export const extras = {
  prompt_cache_key: /prompt[_ ]cache|cache[_ ]key/i,
  cache_control: /cache[_ ]control|content.{0,40}(string|str\b)/i,
  reasoning_effort: /reasoning|effort/i,
  service_tier: /service[_ ]tier|\btier\b/i,
} as const;
export type Extra = keyof typeof extras;

/** Whether somebody named it. */
export function isAskedFor(extra: string): boolean {
  return extra === 'reasoning_effort' || extra === 'service_tier';
}

/** What is sent to an endpoint, as long as it takes that. */
export function extrasOf({ model, baseURL, effort, tier }: Endpoint): Extra[] {
  const isAnthropic = /claude|anthropic/i.test(`${model} ${baseURL}`);
  return [
    'prompt_cache_key',
    ...(isAnthropic ? (['cache_control'] as const) : []),
    ...(effort === undefined ? [] : (['reasoning_effort'] as const)),
    ...(tier === undefined ? [] : (['service_tier'] as const)),
  ];
}

/** The request with these. What an agent is told is the same in all its calls, and first: that is what is kept. */
export function withExtras(
  request: ModelRequest,
  { effort, tier }: Endpoint,
  sent: readonly Extra[],
): ModelSettings {
  const { modelSettings } = request;
  const has = (extra: Extra) => sent.includes(extra);
  return {
    ...modelSettings,
    ...(has('reasoning_effort') ? { reasoning: { effort } } : {}),
    providerData: {
      ...modelSettings.providerData,
      ...(has('prompt_cache_key') ? { prompt_cache_key: cacheKey(request) } : {}),
      ...(has('service_tier') ? { service_tier: tier } : {}),
      ...(has('cache_control') ? { cache_control: kept } : {}),
    },
  };
}

const cacheKeys = new Map<string, string>();

function cacheKey({ systemInstructions = '' }: ModelRequest): string {
  const key = cacheKeys.get(systemInstructions) ?? addressOf('prompt', systemInstructions);
  cacheKeys.set(systemInstructions, key);
  return key;
}

const kept = { type: 'ephemeral' };
const marker = `"cache_control":${JSON.stringify(kept)}`;

/** Moves the mark to the end of what an agent is told, where servers that pass on to Anthropic look for it. */
export function markKept(body: string): string {
  if (!body.includes(marker)) return body;
  const json = readJson(body);
  if (!isObject(json) || !Array.isArray(json.messages)) return body;
  const { cache_control, messages, ...others } = json;
  const [first, ...rest] = messages as unknown[];
  if (!isObject(first) || typeof first.content !== 'string') return body;
  const content = [{ type: 'text', text: first.content, cache_control }];
  return JSON.stringify({ ...others, messages: [{ ...first, content }, ...rest] });
}
