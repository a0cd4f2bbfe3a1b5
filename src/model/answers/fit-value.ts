// A value as the schema of a tool wants it, however the model wrote it down.
import { isObject, type Json, valuesIn } from './text/json-in-text.ts';
import { bareWord } from './text/plain-words.ts';
import { readProse } from './text/read-prose.ts';

/** What is looked at of a tool's JSON schema. */
export interface Schema {
  type?: string;
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: false;
  maxLength?: number;
  maxItems?: number;
}

/** The value that is meant; undefined where that is in doubt. */
function fitValue(value: unknown, schema: Schema): unknown {
  if (schema.enum !== undefined) return fitChoice(value, schema.enum);
  if (schema.type === 'number' || schema.type === 'integer') return fitNumber(value);
  if (schema.type === 'boolean') return fitBoolean(value);
  if (schema.type === 'string') return fitText(value);
  if (schema.type === 'array') return fitList(value, schema.items ?? {});
  if (schema.type === 'object') return fitObject(value, schema.properties ?? {});
  return value;
}

/**
 * The object with the properties of the schema. The first one names what it is about and must be
 * there; texts may be missing.
 */
export function fitObject(value: unknown, properties: Record<string, Schema>): Json | undefined {
  const names = Object.keys(properties);
  const own = named(value, names);
  if (own === undefined) return undefined;
  const fitted: Json = {};
  for (const [index, name] of names.entries()) {
    const schema = properties[name] ?? {};
    const isMissing = own[name] === undefined && (index === 0 || schema.type !== 'string');
    const fit = isMissing ? undefined : fitValue(own[name], schema);
    if (fit === undefined) return undefined;
    fitted[name] = fit;
  }
  return fitted;
}

/** An object by the names of its schema; a lone text stands for the first. Undefined where one is there twice. */
function named(value: unknown, names: readonly string[]): Json | undefined {
  if (typeof value === 'string') {
    const [inner, ...others] = valuesIn(value).filter(isObject);
    if (others.length > 0) return undefined;
    return inner === undefined ? { [names[0] ?? '']: value } : named(inner, names);
  }
  if (!isObject(value)) return undefined;
  const own: Json = {};
  for (const [key, inner] of Object.entries(value)) {
    const name = names.includes(key) ? key : names.find((known) => plain(known) === plain(key));
    if (name === undefined) continue;
    if (own[name] !== undefined) return undefined;
    own[name] = inner;
  }
  return own;
}

export function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function fitChoice(value: unknown, choices: readonly unknown[]): unknown {
  if (choices.includes(value)) return value;
  const isYesNo = choices.length === 2 && choices.includes('yes') && choices.includes('no');
  if (isYesNo && typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'string') return undefined;
  if (!isYesNo) return choices.find((choice) => plain(String(choice)) === plain(value));
  const word = bareWord(value) ?? readProse(value);
  return word === 'invalid' ? undefined : word;
}

function fitNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const [, digits, percent] =
    /^[\s"']*(-?\d*[.]?\d+(?:e-?\d+)?|0,\d+) ?(%?)[\s"']*$/i.exec(value) ?? [];
  if (digits === undefined) return undefined;
  return Number(digits.replace(',', '.')) / (percent === '%' ? 100 : 1);
}

function fitBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? bareWord(value) : undefined;
  return word === undefined ? undefined : word === 'yes';
}

function fitText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) && value.length <= 1 ? fitText(value[0]) : undefined;
}

function fitList(value: unknown, items: Schema): unknown[] | undefined {
  if (value === undefined) return undefined;
  const fitted = listed(value).map((item) => fitValue(item, items));
  return fitted.includes(undefined) ? undefined : fitted;
}

/** The list that is meant: one, written as JSON, a single item, or its items between commas. */
function listed(value: unknown): unknown[] {
  if (value === null || value === '') return [];
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string') return [value];
  const written = valuesIn(value);
  if (written.length > 0) return written.flat();
  return value
    .split(/[,;|\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
