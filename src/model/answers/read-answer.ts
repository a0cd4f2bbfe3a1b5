// The one reader of answers, on whatever rung they came: what leaves no doubt is taken, and what does is no answer.
import { isDeepStrictEqual } from 'node:util';
import type { AgentOutputItem, ModelRequest, ModelResponse } from '@openai/agents';
import { askedNow } from '../asked.ts';
import { fitObject, plain, type Schema } from './fit-value.ts';
import { newCallId } from './normalise.ts';
import { parseVerdict } from './parse-answer.ts';
import { isObject, type Json, repeatsKey, Unreadable, valuesIn } from './text/json-in-text.ts';

type Call = Extract<AgentOutputItem, { type: 'function_call' }>;

/** The tool that takes the answers: `{ [list]: [{ ticket, … }] }`. */
export interface AnswerTool {
  name: string;
  parameters: Json;
}

/** An answer as the agent expects it, and whether anything in it answers the docket. */
export interface ReadAnswer {
  response: ModelResponse;
  isUsable: boolean;
}

export function answerTool({ tools }: ModelRequest): AnswerTool | undefined {
  const [tool] = tools;
  return tool?.type === 'function'
    ? { name: tool.name, parameters: tool.parameters as Json }
    : undefined;
}

/** @param bareIsEnough a bare yes or no about one ticket is an answer */
export function readAnswer(
  request: ModelRequest,
  response: ModelResponse,
  tool: AnswerTool,
  bareIsEnough: boolean,
): ReadAnswer {
  const reader = new Reader(request, tool);
  const calls = response.output.filter((item) => item.type === 'function_call');
  const read = calls.map((call) => reader.readCall(call));
  if (read.some(({ isUsable }) => isUsable))
    return {
      response: withCalls(
        response,
        read.map(({ call }) => call),
      ),
      isUsable: true,
    };
  const text = textOf(response.output);
  const entries = reader.entriesIn(text);
  const said = entries.length > 0 ? entries : bareIsEnough ? reader.bareEntries(text) : [];
  if (said.length > 0) {
    const call = reader.write(said, undefined);
    return { response: withCalls(response, [call]), isUsable: reader.answers(said) };
  }
  return {
    response: withCalls(
      response,
      read.map(({ call }) => call),
    ),
    isUsable: false,
  };
}

class Reader {
  readonly #tool: AnswerTool;
  readonly #helpers: readonly string[];
  readonly #ids: ReadonlySet<string>;
  readonly #list: string;
  readonly #fields: Record<string, Schema>;

  constructor(request: ModelRequest, tool: AnswerTool) {
    this.#tool = tool;
    this.#helpers = request.tools.slice(1).flatMap((one) => ('name' in one ? [one.name] : []));
    this.#ids = new Set(askedNow()?.ids);
    const { properties = {} } = tool.parameters as Schema;
    const [[list, { items = {} }] = ['', {} as Schema]] = Object.entries(properties);
    this.#list = list;
    this.#fields = items.properties ?? {};
  }

  /** A call of a helper is left as it is; any other one is the answer's, whatever it is called. */
  readCall(call: Call): { call: Call; isUsable: boolean } {
    const helper = this.#helpers.find((name) => plain(call.name).endsWith(plain(name)));
    if (helper !== undefined && plain(call.name) !== plain(this.#tool.name))
      return { call: { ...call, name: helper }, isUsable: true };
    const entries = this.entriesIn(call.arguments);
    if (entries.length === 0) {
      // The SDK parses it again, and would keep what comes last under a key.
      const text = repeatsKey(call.arguments) ? `${call.arguments} …` : call.arguments;
      return { call: { ...call, name: this.#tool.name, arguments: text }, isUsable: false };
    }
    return { call: this.write(entries, call), isUsable: this.answers(entries) };
  }

  write(entries: readonly Json[], call: Call | undefined): Call {
    return {
      ...(call ?? { type: 'function_call', callId: newCallId(), status: 'completed' }),
      name: this.#tool.name,
      arguments: JSON.stringify({ [this.#list]: entries }),
    };
  }

  /** Whether a ticket of the docket has an answer that fits the schema, and only one. */
  answers(entries: readonly Json[]): boolean {
    const isFit = (entry: Json) => fitObject(entry, this.#fields) !== undefined;
    return entries.some((one) => {
      const { ticket } = one;
      if (!isFit(one) || (this.#ids.size > 1 && !this.#ids.has(String(ticket)))) return false;
      return entries.every(
        (other) => other.ticket !== ticket || !isFit(other) || isDeepStrictEqual(other, one),
      );
    });
  }

  /** Nothing about tickets of which more is said than can be read. */
  entriesIn(text: string): Json[] {
    const values = valuesIn(text);
    const unread = values.filter((value) => value instanceof Unreadable);
    return values
      .flatMap((value) => this.#entriesOf(value, 0))
      .filter(
        ({ ticket }) => !unread.some((part) => plain(part.text).includes(plain(String(ticket)))),
      );
  }

  /** A yes or no about a docket of one ticket. */
  bareEntries(text: string): Json[] {
    const [ticket] = this.#ids;
    const bare = askedNow()?.bare;
    if (bare === undefined || this.#ids.size !== 1) return [];
    const verdict = parseVerdict(text);
    if (verdict === 'invalid') return [];
    const said = valuesIn(text).find(isObject) ?? {};
    const entry = { ticket, ...bare(verdict, said) };
    return [fitObject(entry, this.#fields) ?? { ticket, ...bare(verdict, {}) }];
  }

  /** The entries in a value: a list of them, an object around it, one of them, or an object by ids. */
  #entriesOf(value: unknown, depth: number): Json[] {
    if (depth > deepestWrapper) return [];
    const within = (inner: unknown) => this.#entriesOf(inner, depth + 1);
    if (typeof value === 'string') return valuesIn(value).flatMap(within);
    if (Array.isArray(value)) return value.flatMap(within);
    if (!isObject(value)) return [];
    const keys = Object.keys(value);
    const list = keys.find((key) => plain(key) === plain(this.#list));
    if (list !== undefined) return this.#listed(value[list], depth);
    if (this.#isEntry(value)) return [this.#entry(value)];
    if (keys.length > 0 && keys.every((key) => this.#idOf(key) !== undefined))
      return this.#listed(value, depth);
    return keys
      .filter((key) => wrappers.has(plain(key)) || keys.length === 1)
      .flatMap((key) => within(value[key]));
  }

  /** What stands in the place of the list. */
  #listed(value: unknown, depth: number): Json[] {
    if (!isObject(value) || this.#isEntry(value)) return this.#entriesOf(value, depth + 1);
    const entries = Object.entries(value);
    if (!entries.every(([key, inner]) => this.#idOf(key) !== undefined && isObject(inner)))
      return this.#entriesOf(value, depth + 1);
    return entries.map(([ticket, inner]) => this.#entry({ ticket, ...(inner as Json) }));
  }

  #isEntry(value: Json): boolean {
    const id = idOfEntry(value);
    if (id?.key === 'ticket') return true;
    const known = Object.keys(value).map(plain);
    const [, ...fields] = Object.keys(this.#fields);
    const names = fields.filter((name) => known.includes(plain(name)));
    return names.length > (id === undefined ? 1 : 0);
  }

  #entry(value: Json): Json {
    const { key, id } = idOfEntry(value) ?? {
      key: '',
      id: this.#ids.size === 1 ? [...this.#ids][0] : '',
    };
    const { [key]: _, ...fields } = value;
    const entry = { ticket: this.#idOf(String(id)) ?? id, ...fields };
    return fitObject(entry, this.#fields) ?? entry;
  }

  /** Ids in other case, in quotes or brackets. */
  #idOf(text: string): string | undefined {
    if (this.#ids.has(text)) return text;
    const meant = plain(text);
    return [...this.#ids].find((id) => plain(id) === meant);
  }
}

/** Under what names an answer travels inside a tool call that was written as text. */
const wrappers = new Set([
  'function',
  'arguments',
  'parameters',
  'args',
  'input',
  'answer',
  'result',
  'toolcalls',
]);
const deepestWrapper = 6;
/** Under what names models put a ticket's id. */
const idNames = ['ticket', 'ticketid', 'id'];

function idOfEntry(value: Json): { key: string; id: unknown } | undefined {
  const { ticket } = value;
  if (ticket !== undefined) return { key: 'ticket', id: ticket };
  for (const name of idNames)
    for (const key of Object.keys(value)) if (plain(key) === name) return { key, id: value[key] };
  return undefined;
}

function withCalls(response: ModelResponse, calls: Call[]): ModelResponse {
  if (calls.length === 0) return response;
  const others = response.output.filter(
    ({ type }) => type !== 'function_call' && type !== 'message',
  );
  const isWritten = response.output.every(({ type }) => type !== 'function_call');
  const kept = isWritten ? others : response.output.filter(({ type }) => type !== 'function_call');
  return { ...response, output: [...kept, ...calls] };
}

function textOf(output: readonly AgentOutputItem[]): string {
  return output
    .flatMap((item) => (item.type === 'message' && item.role === 'assistant' ? item.content : []))
    .map((part) => (part.type === 'output_text' ? part.text : ''))
    .join('\n');
}
