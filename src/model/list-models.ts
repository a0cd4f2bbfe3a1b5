import { z } from 'zod';
import { readJson } from './answers/text/json-in-text.ts';
import { connect, fetchThrough, readBounded } from './connection.ts';
import type { Endpoint } from './endpoint.ts';

/** A model as `GET /models` lists it; servers name the length of its context in their own ways. */
const Model = z.object({
  id: z.string(),
  // vLLM, OpenRouter, Groq, Mistral, llama.cpp
  max_model_len: z.number().nullish(),
  context_length: z.number().nullish(),
  context_window: z.number().nullish(),
  max_context_length: z.number().nullish(),
  meta: z.object({ n_ctx: z.number().nullish() }).nullish(),
});
const Models = z.object({ data: z.array(Model) });

/** What a server says it has; empty where it doesn't say, or not within 5 s. */
export async function readModels(endpoint: Endpoint, environment: NodeJS.ProcessEnv) {
  try {
    const response = await askModels(endpoint, environment);
    const models = Models.safeParse(readJson(await readBounded(response)));
    return models.success ? models.data.data : [];
  } catch {
    // A hint, which every caller can do without.
    return [];
  }
}

/** Whether the server is there, if only to say that it lists no models. */
export async function answersAnything(
  endpoint: Endpoint,
  environment: NodeJS.ProcessEnv,
): Promise<boolean> {
  try {
    const response = await askModels(endpoint, environment);
    const text = await readBounded(response);
    return response.ok ? readJson(text) !== undefined : response.status < 500;
  } catch {
    return false;
  }
}

function askModels(endpoint: Endpoint, environment: NodeJS.ProcessEnv): Promise<Response> {
  const { baseURL, query, headers } = connect(endpoint, environment);
  const url = new URL(`${baseURL}/models`);
  url.search = new URLSearchParams(query).toString();
  return fetchThrough(url, { headers, signal: AbortSignal.timeout(5000) });
}

/** The names of the models that a server says it has. */
export async function listModels(
  endpoint: Endpoint,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  return namesOf(await readModels(endpoint, environment));
}

export function namesOf(models: readonly { id: string }[]): string[] {
  return models.map(({ id }) => id.slice(0, 100));
}

/** What Ollama gives a model unless it is told otherwise; it cuts longer prompts without a word. */
const ollama = { port: '11434', tokens: 4096 };

/** How many tokens, prompt and answer, the endpoint's model takes at once; undefined where nobody says. */
export function contextLengthOf(
  { baseURL, model: name }: Endpoint,
  models: Awaited<ReturnType<typeof readModels>>,
): number | undefined {
  if (new URL(baseURL).port === ollama.port) return ollama.tokens;
  const model = models.find(({ id }) => id === name);
  const said = [
    model?.max_model_len,
    model?.context_length,
    model?.context_window,
    model?.max_context_length,
    model?.meta?.n_ctx,
  ];
  return said.find((tokens) => typeof tokens === 'number' && tokens >= 512) ?? undefined;
}
