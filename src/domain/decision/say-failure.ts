import { known, ours } from '../text/own-sentence.ts';
import type { FailureCause } from './outcome.ts';

const again = 'run the same command again to retry';
const smaller = `${again}, or name another model with --model`;
const shorter = 'shorten it, or name a model that reads more with --model';
const filtered = 'read it yourself, or change the settings of the filter';
const address = 'check --base-url, then run the same command again';

/** What happened and what to do next, by what went wrong. */
const failures: Record<FailureCause | 'worker_died', [happened: string, next: string]> = {
  timeout: ['the model took too long', `${again}, perhaps with a longer --timeout`],
  rate_limit: ['the server asked for fewer calls', `${again}, perhaps with a lower --rpm`],
  server_busy: ['the server was too busy', `${again}, perhaps with a lower --concurrency`],
  server_error: ['the server had a fault of its own', again],
  connection: ['the server could not be reached', again],
  unauthorized: ['the server refused the key', 'check the key, then run the same command again'],
  quota_exhausted: ['the account has no quota left', 'top it up, then run the same command again'],
  unknown_model: ['the server does not know the model', 'check --model'],
  not_found: ['the address led to no model', address],
  bad_request: ['the server refused the request', smaller],
  not_json: ['what came back was no answer of a model', address],
  unreadable_answer: ['the answer could not be read', smaller],
  empty_answer: ['the model said nothing', smaller],
  truncated_answer: ['the answer was cut off', smaller],
  context_overflow: ['the ticket is too long for the model', shorter],
  too_long: ['the ticket is too long for the model', shorter],
  content_filter: ["the server's content filter stopped it", filtered],
  moderation: ["the server's moderation stopped it", filtered],
  refusal: ['the model refused to answer', 'read it yourself, or name another model with --model'],
  text_instead_of_tool: ['the model did not answer in the form that was asked for', smaller],
  bad_arguments: ["the model's answer was not filled in as asked", smaller],
  wrong_ids: ['the model did not say which ticket it answered about', smaller],
  unknown_theme: ['the model named a theme that is not in the list', smaller],
  contradictory_answers: ['the model contradicted itself', smaller],
  server_down: ['the server stopped answering', again],
  budget_spent: ['a limit of the run was reached', 'raise it and run the same command again'],
  unusable_answers: ['too many answers could not be used', smaller],
  interrupted: ['the run was stopped', again],
  worker_died: ['the process that judged it ended again and again', again],
};

/** Whose failure it is, of which kind, and what was said of it, as rules and conflicts write it down. */
const written = /^(?<triage>triage: )?(?<cause>[a-z_]+): (?<detail>.*)$/s;

/** A sentence about a ticket, or some of its themes, that nobody judged: what happened, and what to do next. */
export function sayFailure(failure: string, themes: readonly string[] = []): string {
  const [what, next] = explain(failure);
  return themes.length === 0
    ? ours`Not judged: ${what}; ${next}.`
    : ours`Not judged for ${themes}: ${what}; ${next}.`;
}

/** What happened, as half of a sentence, and what to do about it. */
export function explain(failure: string): [happened: string, next: string] {
  const { triage, cause = '', detail = '' } = written.exec(failure)?.groups ?? {};
  if (Object.hasOwn(failures, cause)) {
    const [happened, next] = failures[cause as FailureCause].map((text) => ours`${known(text)}`);
    const who = known(triage === undefined ? '' : 'triage gave no answer: ');
    return [ours`${who}${happened ?? ''}${detail === '' ? '' : ours` (${detail})`}`, next ?? ''];
  }
  const [, line = '', reason = failure] = /^line (\d+): (.*)$/s.exec(failure) ?? [];
  const next = ours`correct the row and run the command again`;
  return [line === '' ? reason : ours`${reason} (line ${Number(line)} of the file)`, next];
}

/** What happened, by its cause alone. */
export function nameCause(cause: string): string {
  return Object.hasOwn(failures, cause)
    ? failures[cause as FailureCause][0]
    : cause.replaceAll('_', ' ');
}

/** `3 x the model took too long, 1 x the model said nothing` */
export function countCauses(causes: readonly (readonly [cause: string, count: number])[]): string {
  return causes.map(([cause, count]) => `${count} x ${nameCause(cause)}`).join(', ');
}

/** Why tickets failed, as a run's counts have it: `judges: timeout, refusal`, or what `explain` knows. */
export function sayReason(reason: string): string {
  const [, judges] = /^judges: ([a-z_, ]+)$/.exec(reason) ?? [];
  return judges === undefined
    ? explain(reason)[0]
    : `the judges gave no answer: ${judges.split(', ').map(nameCause).join(', ')}`;
}
