import { runOptionsOf } from '../../../runs/run-values.ts';
import type { RunRequest } from '../../api/run-request.ts';
import type { SearchRequest } from '../../api/search.ts';
import { placeThemes } from './chosen-themes.ts';
import type { Resources } from './resources.ts';
import type { SearchedFile } from './searched-file.ts';

/** How a run is judged that the page asks for. @throws UserMistake for what doesn't go together */
export async function optionsOfRun(
  request: RunRequest,
  file: string,
  home: Pick<Resources, 'folder' | 'themes'>,
  ledger: string,
) {
  const themes = await placeThemes(request, home);
  return runOptionsOf(file, { ...request, ...{ themes, ledger, baseUrl: baseUrlOf(request) } });
}

export function optionsOfSearch(
  request: SearchRequest,
  { path, columns }: SearchedFile,
  ledger: string,
) {
  const values = { ...request, ...{ columns, ledger, baseUrl: baseUrlOf(request) } };
  return runOptionsOf(path, { ...values, route: 'all' });
}

function baseUrlOf({ baseUrl }: { baseUrl?: string | undefined }): string | undefined {
  return baseUrl ?? (process.env.OPENAI_BASE_URL || undefined);
}
