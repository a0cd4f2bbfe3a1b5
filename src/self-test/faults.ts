import type { ModelRequest, ModelResponse } from '@openai/agents';
import type { Mode } from '../diagnosis/finding.ts';
import { neutraliseControlTokens } from '../domain/text/control-tokens.ts';
import { ModelFault } from '../model/faults/fault.ts';
import { faultOfAnswer } from '../model/faults/read-fault.ts';
import type { Call, Tampering } from './boundary.ts';
import type { Line } from './oracle.ts';
import type { TrialTicket } from './trial-tickets.ts';

/** What an injector has to work with: a batch, and one ticket of it with a theme each way. */
export interface Target {
  batch: TrialTicket[];
  ticket: TrialTicket;
  /** Applies to it. */
  right: string;
  /** Does not. */
  wrong: string;
  random: () => number;
}

/** A fault as it is put into a run. */
export interface Fault {
  agent: string;
  tampering: Tampering;
  /** Other findings that are true of such a run. */
  also?: [agent: string, mode: Mode][];
  /** What the label says, where the fault is in the label. */
  gold?: string[];
  /** The tickets that it touches, where that is more than the target. */
  touches?: string[];
  /** Pairs that exclude each other. */
  excludes?: [string, string];
  aggregate?: 'always' | 'never';
  /** Tickets per call, where it takes several. */
  docket?: number;
}

export interface Injector {
  mode: Mode;
  /** Tickets of this kind are needed, so many of them. */
  needs?: { isWanted: (ticket: TrialTicket) => boolean; count: number };
  /** It can happen once and pass. */
  mayPass: boolean;
  inject(target: Target): Fault;
}

export const isTarget = ({ ticket }: Target, line: Line) =>
  line.text === neutraliseControlTokens(ticket.text);
export const concerns = (target: Target, agent: string, call: Call) =>
  call.agent === agent && call.lines.some((line) => isTarget(target, line));

/**
 * The judge of the right theme gives no answer about the target.
 * @param before the cause of the calls about several tickets, where that is another
 */
export function unanswered(
  mode: Mode,
  respond: (call: Call) => ModelResponse['output'],
  before = mode,
): Injector {
  return {
    mode,
    mayPass: true,
    inject(target) {
      const agent = `judge:${target.right}`;
      return {
        agent,
        also: [[agent, before]],
        tampering: {
          response: (call) => (concerns(target, agent, call) ? respond(call) : undefined),
        },
      };
    },
  };
}

/** The judge's entry about the target is another one. */
export function otherEntry(
  mode: Mode,
  theme: 'right' | 'wrong',
  change: (entry: Record<string, unknown>, target: Target, line: Line) => Record<string, unknown>[],
  fault: (target: Target) => Partial<Fault> = () => ({}),
  mayPass = false,
): Injector {
  return {
    mode,
    mayPass,
    inject(target) {
      const agent = `judge:${target[theme]}`;
      return {
        agent,
        tampering: {
          entries: (call, line, entry) =>
            call.agent === agent && isTarget(target, line)
              ? (change(entry, target, line) as (typeof entry)[])
              : [entry],
        },
        ...fault(target),
      };
    },
  };
}

export const says = (text: string): ModelResponse['output'] => [
  {
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text }],
  },
];
export const refuses = (refusal: string): ModelResponse['output'] => [
  {
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'refusal', refusal }],
  },
];
export const fails = (status: number, message: string): never => {
  throw faultOfAnswer(status, JSON.stringify({ error: { message } }));
};
export const stalls = (): never => {
  throw new ModelFault('timeout', 'no answer within 120 s');
};

/** Routes the target's wrong theme as well, so that its judge is asked. */
function routing(target: Target, tampering: Tampering): Tampering {
  return {
    ...tampering,
    entries(call, line, entry) {
      if (call.agent !== 'triage' || !isTarget(target, line))
        return tampering.entries?.(call, line, entry) ?? [entry];
      const routes = entry.routes as { theme: string; reason: string }[];
      if (routes.some(({ theme }) => theme === target.wrong)) return [entry];
      return [{ ...entry, routes: [...routes, { theme: target.wrong, reason: 'it might' }] }];
    },
  };
}

export function withRoute(injector: Injector): Injector {
  return {
    ...injector,
    inject(target) {
      const fault = injector.inject(target);
      return { ...fault, tampering: routing(target, fault.tampering) };
    },
  };
}

/** The prompt with only the beginning of one ticket's text in it. */
export function cutIn(request: ModelRequest, text: string): ModelRequest {
  const cut = (prompt: string) =>
    prompt
      .split('\n')
      .map((line) => {
        if (!line.startsWith('{"id":')) return line;
        const read = JSON.parse(line) as Line;
        if (read.text !== neutraliseControlTokens(text)) return line;
        return JSON.stringify({ ...read, text: text.slice(0, Math.floor(text.length / 3)) });
      })
      .join('\n');
  const { input } = request;
  return {
    ...request,
    input:
      typeof input === 'string'
        ? cut(input)
        : input.map((item) =>
            item.type === 'message' && item.role === 'user' && typeof item.content === 'string'
              ? { ...item, content: cut(item.content) }
              : item,
          ),
  };
}
