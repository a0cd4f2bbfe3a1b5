/**
 * Takes out of a run's trace whatever a customer or a model may have written. What is kept has to be
 * known as ours; a length and a hash stand for all else.
 */
import { createHash } from 'node:crypto';
import { Conflict } from '../domain/decision/decision.ts';
import { FailureCause } from '../domain/decision/outcome.ts';
import { docketId, isOwnWord, ownPieces } from '../domain/text/own-sentence.ts';
import { isFixedSentence, isWireWord } from './fixed-words.ts';

export interface Redactor {
  /** A span's body: JSON that stays JSON. */
  body(json: string): string;
  /** A span's error: JSON whose sentences stay sentences. */
  error(json: string): string;
  /** A sentence that may quote somebody. */
  sentence(text: string): string;
}

type Keep = (key: string, text: string) => boolean;

/** Fields of the request that hold nothing but what we tell every docket. */
const ownFields = new Set([
  'instructions',
  'tools',
  'tool',
  'tool_choice',
  'response_format',
  'text',
]);
const ids = new Set(['id', 'call_id', 'tool_call_id', 'response_id']);
const enums = new Set(['type', 'object', 'role', 'status', 'finish_reason', 'reason', 'code']);
/** Fields of a message in which servers hand over an answer that they have parsed. */
const carriers = new Set(['arguments', 'input', 'output', 'content', 'parsed']);
/** Fields of a ticket's line in a prompt; those of answers are what the agents' tools have. */
const lineFields = new Set(['id', 'text', 'context', 'conflicts', 'kind', 'detail', 'failed']);
const kinds = new Set<string>([...FailureCause.options, ...Conflict.shape.kind.options]);

/** `names` are the ids of the run's themes and the names of their tools. */
export function createRedactor(names: readonly string[]): Redactor {
  const known = new Set([...names, 'transfer_to_judge']);

  /** Of a message between us and a server: its frame is kept, what it carries is not. */
  function message(value: unknown, key = ''): unknown {
    if (typeof value === 'string') return isFrame(key, value) ? value : said(value);
    if (Array.isArray(value))
      // Tokens can be written as numbers, too.
      return value.length > 0 && value.every((item) => typeof item === 'number')
        ? mark(JSON.stringify(value))
        : value.map((item) => message(item, key));
    if (!isObject(value)) return value;
    return mapEntries(value, (name, item) =>
      isObject(item) && carriers.has(name)
        ? [name, answer(item)]
        : [/^\w{1,40}$/.test(name) ? name : label(name), message(item, name)],
    );
  }

  function request(value: unknown): unknown {
    if (!isObject(value)) return message(value);
    return mapEntries(value, (name, item) => [
      name,
      ownFields.has(name)
        ? item
        : Array.isArray(item)
          ? item.map((turn) => (isInstruction(turn) ? turn : message(turn)))
          : message(item, name),
    ]);
  }

  const isFrame: Keep = (key, text) =>
    ids.has(key)
      ? /^(?:chatcmpl|resp|msg|fc|rs|call|cut_off)[-_][\w-]+$/.test(text)
      : enums.has(key)
        ? isWireWord(text)
        : key === 'model'
          ? /^[\w.:/@+-]+$/.test(text)
          : ['name', 'tool', 'tool_name'].includes(key) && (known.has(text) || isOwnWord(text));

  /** A text on the wire: a prompt, an answer's JSON, a sentence of ours, or somebody's words. */
  function said(text: string): unknown {
    const kept = ownWords(text);
    if (kept !== undefined) return kept;
    if (/^\{"id":/m.test(text)) return text.split('\n').map(line).join('\n');
    const parsed = parse(text);
    return isObject(parsed) || Array.isArray(parsed) ? JSON.stringify(answer(parsed)) : mark(text);
  }

  function line(text: string): string {
    const parsed = parse(text);
    return isObject(parsed) ? JSON.stringify(answer(parsed)) : sentence(text);
  }

  /** A ticket's line or a model's answer: only what has no words of its own is kept. */
  function answer(value: unknown, key = ''): unknown {
    if (typeof value === 'string') return value === '' || isOwn(key, value) ? value : mark(value);
    if (typeof value === 'number')
      return ['confidence', 'sentiment'].includes(key) && Math.abs(value) <= 100
        ? value
        : mark(String(value));
    if (Array.isArray(value)) return value.map((item) => answer(item, key));
    if (!isObject(value)) return value;
    return mapEntries(value, (name, item) => [
      lineFields.has(name) || isOwnWord(name) ? name : label(name),
      answer(item, name),
    ]);
  }

  const isOwn: Keep = (key, text) =>
    ((key === 'id' || key === 'ticket') && docketId.test(text)) ||
    (key === 'verdict' && (text === 'yes' || text === 'no')) ||
    ((key === 'theme' || key === 'themes') && known.has(text)) ||
    ((key === 'kind' || key === 'failed') && kinds.has(text));

  function sentence(text: string): string {
    return ownWords(text) ?? label(text);
  }

  /** What is left of a sentence of ours without the words of others in it; undefined for theirs. */
  function ownWords(text: string): string | undefined {
    const [, name = '', said = ''] =
      /^((?:(?:Model|Connection|MaxTurnsExceeded)?Error|ModelFault|UnfitAnswer): )?(.*)$/s.exec(
        text,
      ) ?? [];
    if (text === '' || isFixedSentence(said)) return text;
    const pieces = ownPieces(said)?.map((piece) =>
      typeof piece === 'string' ? piece : known.has(piece.said) ? piece.said : label(piece.said),
    );
    return pieces && `${name}${pieces.join('')}`;
  }

  return {
    sentence,
    body(json) {
      const value: unknown = JSON.parse(json);
      return JSON.stringify(
        isObject(value) && 'request' in value
          ? { ...value, request: request(value.request), response: message(value.response) }
          : message(value),
      );
    },
    error: (json) =>
      JSON.stringify(
        JSON.parse(json, (_, value: unknown) =>
          typeof value === 'string' && !known.has(value) && !isOwnWord(value)
            ? sentence(value)
            : value,
        ),
      ),
  };
}

function isInstruction(turn: unknown): boolean {
  return isObject(turn) && (turn.role === 'system' || turn.role === 'developer');
}

function mark(text: string) {
  return { redacted: hashOf(text), length: text.length };
}

/** Where JSON has room for a string only. */
function label(text: string): string {
  return `[redacted ${hashOf(text)}, length ${text.length}]`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapEntries(
  value: Record<string, unknown>,
  change: (name: string, item: unknown) => [string, unknown],
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => change(name, item)));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
