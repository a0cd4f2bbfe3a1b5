import { UserMistake } from '../../domain/mistake.ts';
import { suggestModel } from '../check-models.ts';
import type { Endpoint } from '../endpoint.ts';
import { keyVariable } from '../key.ts';
import { listModels } from '../list-models.ts';
import { ModelFault } from './fault.ts';

/** Turns the fault that ended a run into the line that says what to do; other errors pass. */
export async function explainStop(error: unknown, endpoint: Endpoint): Promise<unknown> {
  if (!(error instanceof ModelFault)) return error;
  if (error.advice !== undefined) return new UserMistake(error.advice, { cause: error });
  const { baseURL, model } = endpoint;
  const known = error.failure === 'unknown_model' ? await listModels(endpoint, process.env) : [];
  const advice = {
    unauthorized: `${baseURL} refused the key; check ${keyVariable(endpoint, process.env)} (${error.message})`,
    quota_exhausted: `the account at ${baseURL} has no quota left${until(error)} (${error.message}); ${error.retryAfterMs === undefined ? 'top it up' : 'wait, or top it up'}, then run the same command again`,
    not_found: `${baseURL} does not answer as an OpenAI-compatible server (${error.message}); is it running, and does the address end as its manual says, often in /v1?`,
    unknown_model: `${baseURL} knows no model "${model}"${known.length === 0 ? '; check --model' : suggestModel(model, known)}`,
  }[error.failure as string];
  return advice === undefined ? error : new UserMistake(advice, { cause: error });
}

function until({ retryAfterMs }: ModelFault): string {
  if (retryAfterMs === undefined) return '';
  const time = new Date(Date.now() + retryAfterMs);
  return ` until ${time.toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' })}`;
}
