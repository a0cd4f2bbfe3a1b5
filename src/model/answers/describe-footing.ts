import type { Endpoint } from '../endpoint.ts';
import type { Rung } from './fallback.ts';

/** How a model is asked for its answers. */
export const describeRung: Record<Rung, string> = {
  tools: 'by tool calls',
  json_schema: 'by a JSON schema, without tool calls',
  plain: 'in plain text, without tool calls or a JSON schema',
};

/** Under what the footing of an endpoint's model is remembered. */
export function footingKey({ api, baseURL, model }: Endpoint): string {
  return `${api} ${baseURL} ${model}`;
}
