import { nearest, UserMistake } from '../domain/mistake.ts';
import type { Endpoint } from './endpoint.ts';
import { ModelFault } from './fault.ts';
import { listModels } from './list-models.ts';

/** Turns the fault that ended a run into the line that says what to do; other errors pass. */
export async function explainStop(error: unknown, endpoint: Endpoint): Promise<unknown> {
  if (!(error instanceof ModelFault)) return error;
  const { baseURL, model } = endpoint;
  const advice = {
    unauthorized: `${baseURL} refused the key; check OPENAI_API_KEY (${error.message})`,
    quota_exhausted: `the account at ${baseURL} has no quota left (${error.message}); top it up, then run the same command again`,
    not_found: `${baseURL} does not answer as an OpenAI-compatible server (${error.message}); is it running, and does the address end as its manual says, often in /v1?`,
    unknown_model: `${baseURL} knows no model "${model}"${await suggestion(endpoint)}`,
  }[error.failure as string];
  return advice === undefined ? error : new UserMistake(advice, { cause: error });
}

async function suggestion(endpoint: Endpoint): Promise<string> {
  const known = await listModels(endpoint, process.env);
  if (known.length === 0) return '; check --model';
  const near = nearest(endpoint.model, known);
  return `${near === undefined ? ';' : `; did you mean "${near}"?`} it has: ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}`;
}
