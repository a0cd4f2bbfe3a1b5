// The cause behind a status and the words with it: every server has its own, and some have none.
import type { FailureCause } from '../../domain/decision/outcome.ts';

export function failureOf(status: number, said: string): FailureCause {
  if (isTooLong(status, said)) return 'context_overflow';
  if (status === 402 || /insufficient_quota|billing_hard_limit/i.test(said))
    return 'quota_exhausted';
  if (status !== 401 && status !== 429) {
    if (FILTERED.test(said)) return 'content_filter';
    if (MODERATED.test(said) && !OF_THE_ACCOUNT.test(said)) return 'moderation';
    if (lacksTools(said)) return 'bad_request';
  }
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return /model/i.test(said) ? 'unknown_model' : 'not_found';
  if (
    status === 400 &&
    /model_not_found|invalid model|model .{0,80}(not found|does not exist)/i.test(said)
  )
    return 'unknown_model';
  if (status === 408) return 'timeout';
  if ((status === 429 || status === 503) && isForSlots(said)) return 'server_busy';
  if (status === 409 || status === 425 || status === 429) return 'rate_limit';
  return status >= 500 && status !== 501 ? 'server_error' : 'bad_request';
}

const FILTERED =
  /content[ _-]?(filter|management|policy|safety)|responsible_?ai|blocked by .{0,20}filter/i;
const MODERATED =
  /moderat|flagged|\b(un)?safe(ty)?\b|harmful|prohibited (content|use)|inappropriate|offensive|sensitive (content|word|information)|violat\w+ .{0,60}(polic|terms|guideline)|data_inspection|guardrail/i;
/** Said of whoever asks, and not of what is asked. */
export const OF_THE_ACCOUNT =
  /\b(api[ _-]?key|token|credential|permission|account|billing|organi[sz]ation|project|subscription|country|region|territory)\b/i;

/** Whether it says that the server, or the model on it, can't call tools or answer by a schema. */
export function lacksTools(said: string): boolean {
  return /\btools?\b|\btool[ _-]?(use|call|choice)|\bfunction[ _-]?(call|tool)|jinja|response_format|json_schema|structured[ _-]?output|\bgrammar\b/i.test(
    said,
  );
}

const IN_OTHER_WORDS =
  /context_length_exceeded|exceed_context_size|context (length|window|size)|too many tokens|(prompt|input|request|message|content)s? (is|are)? ?too (long|large)|(request|payload) too large/i;
const OF_SIZE = /token|character|length|\bsize\b|context|\blong\b|large|bytes|limit/i;

/**
 * What was sent is more than is ever taken: that is said, or follows from the numbers. A minute's
 * limit is passed for good only by what asks for more than all of it.
 */
function isTooLong(status: number, said: string): boolean {
  if (status === 413) return true;
  if (status === 401 || status === 402 || status === 403) return false;
  if (status === 429) {
    const limit = amount(said, /limit\D{0,12}(\d[\d,]*)/i);
    const asked = amount(said, /requested\D{0,12}(\d[\d,]*)/i);
    return asked > limit || /must be reduced|too large for/i.test(said);
  }
  if (IN_OTHER_WORDS.test(said)) return true;
  const sizes = new Set(
    [...said.matchAll(/(?<![\w.-])\d[\d,_]*(?![\w-])/g)]
      .map(([digits]) => Number(digits.replace(/[,_]/g, '')))
      .filter((size) => size >= 600),
  );
  return OF_SIZE.test(said) && sizes.size > 1;
}

function amount(said: string, pattern: RegExp): number {
  const digits = pattern.exec(said)?.[1];
  return digits === undefined ? Number.NaN : Number(digits.replaceAll(',', ''));
}

/** Said of calls that are out at once, in the words of many servers, and not of calls in a time. */
function isForSlots(said: string): boolean {
  if (/\bper[ -_]?(second|minute|min|hour|day)|\b(rpm|rps|rpd|tpm|tpd)\b/i.test(said)) return false;
  return /concurren|in[ -]?parallel|parallel (request|call|connection)|in[- ]?flight|simultaneous|at the same time|at once|\bslots?\b|pending requests|(active|running|outstanding|open|queued) (request|call|connection)s?|queue (is )?full|\bbusy\b|overloaded|并发/i.test(
    said,
  );
}
