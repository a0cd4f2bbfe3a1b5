import type { FailureCause } from '../../domain/decision/outcome.ts';

/** Three centuries: some servers say more, which would be no date. */
const longestSaidMs = 1e13;

/** A model call that gave no usable answer, under the name of its cause. */
export class ModelFault extends Error {
  override name = 'ModelFault';
  readonly failure: FailureCause;
  /** Milliseconds that the server asks us to wait, where it says so. */
  readonly retryAfterMs: number | undefined;
  /** Of the HTTP answer that it came as. */
  readonly status: number | undefined;
  /** The line for the user where this ends the run, where the cause alone doesn't say what to do. */
  readonly advice: string | undefined;

  constructor(
    failure: FailureCause,
    message: string,
    options: {
      cause?: unknown;
      retryAfterMs?: number | undefined;
      status?: number;
      advice?: string | undefined;
    } = {},
  ) {
    super(oneLine(message), { cause: options.cause });
    this.failure = failure;
    this.retryAfterMs = options.retryAfterMs && Math.min(options.retryAfterMs, longestSaidMs);
    this.status = options.status;
    this.advice = options.advice;
  }
}

/** How often asking the same again may help; causes that aren't named don't pass by themselves. */
export const retriesAfter: Partial<Record<FailureCause, number>> = {
  rate_limit: 8,
  server_busy: 10,
  server_error: 5,
  connection: 5,
  not_json: 2,
  timeout: 1,
};

/** No call of this run can succeed: its address, key or model name is wrong. */
export const hopeless: ReadonlySet<FailureCause> = new Set([
  'unauthorized',
  'quota_exhausted',
  'unknown_model',
  'not_found',
]);

/** What was asked is refused for what is in it. */
export const ofTheTicket: ReadonlySet<FailureCause> = new Set([
  'content_filter',
  'moderation',
  'bad_request',
]);

/** The run ends here, and can go on another time: tickets without an answer stay undecided. */
export const stopping: ReadonlySet<FailureCause> = new Set([
  'interrupted',
  'budget_spent',
  'unusable_answers',
  'server_down',
]);

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim().slice(0, 400);
}
