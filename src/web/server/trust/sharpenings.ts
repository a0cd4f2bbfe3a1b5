import { judgeDigest } from '../../../../agents/judge.ts';
import { planSharpening } from '../../../../workflows/plan-calls.ts';
import {
  countMistakes,
  type FoundLessons,
  findLessons,
  type SharpenReport,
} from '../../../../workflows/sharpen.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { readEndpoint } from '../../../model/endpoint.ts';
import { readRun } from '../../../settings/read-run.ts';
import type {
  Sharpened,
  Sharpening,
  SharpeningAnswer,
  SharpenRequest,
} from '../../api/trust/sharpening.ts';
import { notFound } from '../answer.ts';
import { knownThemes, savedPlace } from '../jobs/request/chosen-themes.ts';
import type { Services } from '../services.ts';
import { newestJob, runOfNewest } from './side-jobs.ts';

/** What there is to make better about a theme by the labels of a run, how that stands, and what came of it. */
export async function tellSharpening(
  services: Services,
  id: string,
  theme: string,
): Promise<SharpeningAnswer> {
  try {
    return await tell(services, id, theme);
  } catch (error) {
    // What can't be changed about a run is no failure of who looks at it.
    if (!(error instanceof UserMistake)) throw error;
    return { problem: error.message };
  }
}

async function tell(services: Services, id: string, theme: string): Promise<Sharpening> {
  const { ledger } = services;
  const { request, place } = await requestOf(services, id, theme);
  const found = await findLessons(ledger, { run: id, theme, themes: place });
  const { labelled, lessons, hasChanged } = found;
  const endpoint = readEndpoint(request.model, request.baseUrl, undefined);
  const isWanted = isFor(request);
  const { calls, tokensIn, tokensOut, cost } = planSharpening({ endpoint }, found.theme, lessons);
  return {
    labelled: labelled.verdicts.length,
    unasked: labelled.unasked,
    hasChanged: hasChanged || (await isRewritten(services, found)),
    ...countMistakes(labelled.verdicts),
    plan: lessons.shown.length === 0 ? null : { calls, tokensIn, tokensOut, cost },
    model: endpoint.api === 'embedded' ? '' : endpoint.model,
    job: await newestJob(services, isWanted),
    found: await readSharpened(ledger, await runOfNewest(services, isWanted)),
  };
}

/** @throws UnknownServer where a person has to confirm the run's server first */
export async function startSharpening(
  services: Services,
  id: string,
  theme: string,
): Promise<{ job: string }> {
  const { request, file } = await requestOf(services, id, theme);
  const job = await services.jobs.start({ workflow: 'sharpen', request }, file);
  return { job: job.id };
}

/** Runs keep a list of their own of themes that were written in the page: what it says now stands elsewhere. */
async function isRewritten(
  services: Services,
  { theme }: Pick<FoundLessons, 'theme'>,
): Promise<boolean> {
  const saved = (await knownThemes(services)).find(({ id, isSaved }) => isSaved && id === theme.id);
  return saved !== undefined && judgeDigest(saved) !== judgeDigest(theme);
}

/** @throws UserMistake for themes that nobody here named */
async function requestOf(services: Services, id: string, theme: string) {
  if ((await services.ledger.runs.find(id)) === undefined) throw notFound(`there is no run ${id}`);
  const { parsed, model, base_url, file } = await readRun(services.ledger, id);
  const place = await savedPlace(parsed, services);
  const request: SharpenRequest = {
    run: id,
    theme,
    model,
    ...(base_url === '' ? {} : { baseUrl: base_url }),
  };
  return { request, place, file };
}

function isFor({ run, theme }: SharpenRequest) {
  return (other: { workflow: string; request: object }) => {
    const request = other.request as Partial<SharpenRequest>;
    return other.workflow === 'sharpen' && request.run === run && request.theme === theme;
  };
}

async function readSharpened(ledger: Ledger, run: string | null): Promise<Sharpened | null> {
  const summary = run === null ? undefined : (await ledger.runs.find(run))?.summary;
  if (summary == null) return null;
  const { sharpened } = JSON.parse(summary) as { sharpened?: SharpenReport };
  return sharpened?.found ?? null;
}
