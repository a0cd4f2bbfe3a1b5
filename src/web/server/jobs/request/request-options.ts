import { runOptionsOf } from '../../../../runs/run-options.ts';
import type { RunRequest } from '../../../api/run-request.ts';
import type { SearchRequest } from '../../../api/search.ts';
import type { CalibrationRequest } from '../../../api/trust/calibration.ts';
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
  const { ownThemes: _, file: __, columns, ...settings } = request;
  return runOptionsOf(file, { ...settings, ...columns, ...settled(request, ledger), themes });
}

/** How the run is calibrated that the page is about to start. @throws UserMistake as `optionsOfRun` does */
export async function optionsOfCalibration(
  request: CalibrationRequest,
  file: string,
  home: Pick<Resources, 'folder' | 'themes'>,
  ledger: string,
) {
  const { tickets, tolerance, ...run } = request;
  return {
    ...(await optionsOfRun(run, file, home, ledger)),
    sample: tickets,
    tolerance,
    gold: undefined,
    themeThresholds: false,
    risk: usualRisk,
  };
}

/** Of no meaning without labels. */
const usualRisk = 0.05;

export function optionsOfSearch(
  request: SearchRequest,
  { path, columns }: SearchedFile,
  ledger: string,
) {
  return runOptionsOf(path, { ...request, ...columns, ...settled(request, ledger), route: 'all' });
}

function settled({ baseUrl }: { baseUrl?: string | undefined }, ledger: string) {
  return { ledger, baseUrl: baseUrl ?? (process.env.OPENAI_BASE_URL || undefined) };
}
