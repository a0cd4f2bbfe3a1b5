import type { ModelRequest, ModelSettings } from '@openai/agents';
import type { Endpoint } from '../endpoint.ts';
import { closeSchema } from './closed-schema.ts';
import { type Extra, extras, extrasOf, isAskedFor, withExtras } from './extras.ts';
import { type Rung, requestFor } from './fallback.ts';
import { type AnswerTool, answerTool } from './read-answer.ts';

/** The settings that some servers refuse, as their error messages name them. */
const settings = {
  temperature: 'temperature',
  parallel_tool_calls: 'parallelToolCalls',
  tool_choice: 'toolChoice',
} as const satisfies Record<string, keyof ModelSettings>;
/** What a server may refuse of a request: a setting, or a schema that only answers the docket. */
export type Setting = keyof typeof settings | 'closed_schema' | Extra;

/** Told by what means a model answers, and what it is asked without. */
export interface Tell {
  answers?: (rung: Rung, isRemembered: boolean) => void;
  refuses?: (setting: Setting) => void;
}

/** What a model's server refuses of requests, and is not sent any more. */
export class Refusals {
  readonly #endpoint: Endpoint;
  readonly #closed: readonly Rung[];
  readonly #tell: Tell['refuses'];
  readonly #offered: readonly Extra[];
  /** Extras that came back with an answer, or were left away once in vain. */
  readonly #cleared = new Set<Extra>();
  /** What is never sent there, and what is refused. */
  readonly #never: readonly Setting[];
  #without: Setting[];
  /** Something has been found out, and not remembered yet. */
  isUnkept = false;

  constructor(endpoint: Endpoint, closed: readonly Rung[], tell: Tell['refuses']) {
    this.#endpoint = endpoint;
    this.#closed = closed;
    this.#tell = tell;
    this.#offered = extrasOf(endpoint);
    this.#never = closed.length > 0 ? [] : ['closed_schema'];
    this.#without = [...this.#never];
  }

  recall(known: readonly Setting[]): void {
    this.#without = [...new Set([...this.#never, ...known])];
  }

  /** All of it, to be remembered. */
  take(): Setting[] {
    this.isUnkept = false;
    return this.#without.filter((setting) => !this.#never.includes(setting));
  }

  /** The request as that rung takes it, without what is refused, or left away to see whether it is. */
  shape(
    request: ModelRequest,
    tool: AnswerTool,
    rung: Rung,
    suspected: readonly Extra[],
  ): ModelRequest {
    const isClosed = this.#closed.includes(rung) && !this.#without.includes('closed_schema');
    const asked = isClosed ? closeSchema(request, tool) : request;
    const shaped = requestFor(rung, asked, answerTool(asked) ?? tool);
    const modelSettings = withExtras(shaped, this.#endpoint, this.#sent(suspected));
    for (const [setting, key] of Object.entries(settings))
      if (this.#without.includes(setting as Setting)) delete modelSettings[key];
    return { ...shaped, modelSettings };
  }

  /** An answer came, without these. */
  learn(suspected: readonly Extra[]): void {
    for (const extra of this.#sent(suspected)) this.#cleared.add(extra);
    for (const extra of suspected) this.#refuse(extra);
  }

  /** Whether a refusal names what was sent: it is not sent again. */
  isNamed(message: string): boolean {
    const setting = this.#settingIn(message);
    if (setting !== undefined) this.#refuse(setting);
    return setting !== undefined;
  }

  /** Whoever refuses without a word of why may mean what it never took: first what nobody asked for. */
  suspects(suspected: readonly Extra[]): Extra[] {
    const doubtful = this.#sent(suspected).filter((extra) => !this.#cleared.has(extra));
    const unasked = doubtful.filter((extra) => !isAskedFor(extra));
    const next = unasked.length > 0 ? unasked : doubtful;
    for (const extra of next) this.#cleared.add(extra);
    return next;
  }

  #settingIn(message: string): Setting | undefined {
    const extra = this.#sent([]).find((one) => extras[one].test(message));
    if (extra !== undefined) return extra;
    const isOfSchema = /schema|maxLength|maxItems|enum|propert|parameters|grammar/i.test(message);
    if (isOfSchema && !this.#without.includes('closed_schema')) return 'closed_schema';
    return (Object.keys(settings) as (keyof typeof settings)[]).find(
      (setting) => message.includes(setting) && !this.#without.includes(setting),
    );
  }

  #sent(suspected: readonly Extra[]): Extra[] {
    const left: readonly Setting[] = [...this.#without, ...suspected];
    return this.#offered.filter((extra) => !left.includes(extra));
  }

  #refuse(setting: Setting): void {
    if (this.#without.includes(setting)) return;
    this.#without.push(setting);
    this.isUnkept = true;
    this.#tell?.(setting);
  }
}
