import { nearest, UserMistake } from '../domain/mistake.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { listModels } from '../model/list-models.ts';

/** @throws UserMistake for a model that the server, where it says what it has, doesn't have */
export async function checkPanel(endpoint: Endpoint, panel: readonly string[]): Promise<void> {
  const known = await listModels(endpoint, process.env);
  const unknown = panel.find((model) => known.length > 0 && !known.includes(model));
  if (unknown === undefined) return;
  const near = nearest(unknown, known);
  throw new UserMistake(
    `--panel: ${endpoint.baseURL} knows no model "${unknown}"${near === undefined ? ';' : `; did you mean "${near}"?`} it has: ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}`,
  );
}
