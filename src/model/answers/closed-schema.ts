// For servers that decode by the schema: what can't be read can't be written.
import type { ModelRequest } from '@openai/agents';
import { type Asked, askedNow } from '../asked.ts';
import type { Rung } from './fallback.ts';
import type { Schema } from './fit-value.ts';
import type { AnswerTool } from './read-answer.ts';

/** In characters: a text without end would take the room of all others. */
const longestText = 200;
/** In an answer about one ticket. */
const longestList = 64;
/** Of all words that a field may hold, in characters: they stand there for each ticket again. */
const longestChoices = 400;
/** Shares are one of these: bounds of numbers are not kept by all that decode. */
const shares = Array.from({ length: 11 }, (_, index) => index / 10);

type Choices = NonNullable<Asked['choices']>;

/**
 * The request with a schema that only answers the docket: one entry under each of its ids. Every
 * docket has another, which is worth nothing to a provider who caches what prompts begin with.
 */
export function closeSchema(request: ModelRequest, tool: AnswerTool): ModelRequest {
  const { ids = [], tickets = [], choices } = askedNow() ?? {};
  const [list] = Object.keys((tool.parameters as Schema).properties ?? {});
  // So many answers a ticket would make it longer than the tickets.
  if (list === undefined || ids.length === 0 || ids.length > tickets.length) return request;
  const { entry, bare } = entriesOf(tool.parameters as Schema, choices);
  const entries = record(
    Object.fromEntries(ids.map((id, index) => [id, index === 0 ? entry : bare])),
  );
  const parameters = record({ [list]: entries }) as never;
  const [first, ...others] = request.tools;
  return first?.type === 'function'
    ? { ...request, tools: [{ ...first, parameters }, ...others] }
    : request;
}

/** The entry of a ticket, and the same without what its fields mean, which is said once. */
function entriesOf(
  { properties = {} }: Schema,
  choices: Choices = {},
): Record<'entry' | 'bare', Schema> {
  const [list] = Object.values(properties);
  const { ticket: _, ...fields } = list?.items?.properties ?? {};
  const entry = close({ type: 'object', properties: fields }, choices);
  const bare = JSON.stringify(entry, (key, value) =>
    key === 'description' && typeof value === 'string' ? undefined : value,
  );
  return { entry, bare: JSON.parse(bare) };
}

/** What a closed schema adds to a prompt for each ticket; empty where the server is sent none. */
export function closedEntry(baseURL: string, parameters: unknown, choices?: Choices): string {
  if (baseURL === '' || !closedRungs(baseURL).includes('tools')) return '';
  return JSON.stringify(entriesOf(parameters as Schema, choices).bare);
}

function close(schema: Schema, choices: Choices, name = ''): Schema {
  if (schema.enum !== undefined) return schema;
  if (schema.type === 'number') return { ...schema, enum: shares };
  if (schema.type === 'string') {
    const words = choices[name] ?? [];
    const isShort = words.length > 0 && words.join().length <= longestChoices;
    return { ...schema, ...(isShort ? { enum: [...words] } : { maxLength: longestText }) };
  }
  if (schema.type === 'array')
    return { ...schema, items: close(schema.items ?? {}, choices), maxItems: longestList };
  if (schema.type !== 'object') return schema;
  const properties = Object.entries(schema.properties ?? {});
  return {
    ...schema,
    ...record(
      Object.fromEntries(properties.map(([name, own]) => [name, close(own, choices, name)])),
    ),
  };
}

function record(properties: Record<string, Schema>): Schema {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

/** The rungs on which a server of this machine or its network decodes by the schema. Ollama does not for tools. */
export function closedRungs(baseURL: string): readonly Rung[] {
  const { hostname, port } = new URL(baseURL);
  const isLocal =
    !/[.:]/.test(hostname) ||
    /^(127|10|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d+)+$|^\[(::1|f[cd]|fe80)|\.(local|lan|internal|home\.arpa)$/.test(
      hostname,
    );
  if (!isLocal) return [];
  return port === '11434' ? ['json_schema'] : ['tools', 'json_schema'];
}
