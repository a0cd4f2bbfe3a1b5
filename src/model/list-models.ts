import { z } from 'zod';
import { type Endpoint, readKey } from './endpoint.ts';

const Models = z.object({ data: z.array(z.object({ id: z.string() })) });

/** The names of the models that a server says it has; empty where it doesn't say, or not within 5 s. */
export async function listModels(
  endpoint: Endpoint,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  try {
    const response = await fetch(`${endpoint.baseURL}/models`, {
      headers: { authorization: `Bearer ${readKey(endpoint, environment)}` },
      redirect: 'error',
      signal: AbortSignal.timeout(5000),
    });
    const models = Models.safeParse(await response.json());
    return models.success ? models.data.data.map(({ id }) => id.slice(0, 100)) : [];
  } catch {
    // A hint beside an error that is told anyway.
    return [];
  }
}
