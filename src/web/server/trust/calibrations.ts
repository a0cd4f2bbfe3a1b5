import type { ThemeAgent } from '../../../../agents/judge.ts';
import type { CalibrationReport } from '../../../../workflows/calibrate.ts';
import type { CalibrationPlan } from '../../../../workflows/plan-calls.ts';
import type { WeighedDocket } from '../../../calibration/weigh-dockets.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import { calibrationKey } from '../../../settings/apply-calibration.ts';
import { takeThemes } from '../../../themes/load-themes.ts';
import type {
  Calibrated,
  Calibration,
  CalibrationRequest,
  PlannedCalibration,
  WeighedSize,
} from '../../api/trust/calibration.ts';
import type { Files } from '../jobs/request/files.ts';
import { KeptPromises } from '../jobs/request/kept-promises.ts';
import { optionsOfCalibration } from '../jobs/request/request-options.ts';
import type { UploadReader } from '../jobs/request/upload-reader.ts';
import type { Services } from '../services.ts';
import { newestJob } from './side-jobs.ts';

type Options = Awaited<ReturnType<typeof optionsOfCalibration>>;

/** What calibrating for a run would take, how it stands, and what was found out. */
export class Calibrations {
  readonly #services: Services;
  readonly #files: Files;
  readonly #reader: UploadReader;
  /** Who waits for the end asks often, and the plan stays the same. */
  readonly #plans = new KeptPromises<CalibrationPlan>(20);

  constructor(services: Services, files: Files, reader: UploadReader) {
    this.#services = services;
    this.#files = files;
    this.#reader = reader;
  }

  async look(request: CalibrationRequest): Promise<Calibration> {
    const asked = JSON.stringify(request);
    const job = await newestJob(
      this.#services,
      (other) => other.workflow === 'calibrate' && JSON.stringify(other.request) === asked,
    );
    const options = await this.#optionsOf(request);
    const planning = await this.#plan(request, options);
    return { ...planning, job, found: await this.#find(options) };
  }

  /** @throws UnknownServer where a person has to confirm the server first */
  async start(request: CalibrationRequest): Promise<{ job: string }> {
    const { name } = await this.#files.find(request.file);
    const { id } = await this.#services.jobs.start({ workflow: 'calibrate', request }, name);
    return { job: id };
  }

  async #optionsOf(request: CalibrationRequest): Promise<Options> {
    const file = await this.#files.find(request.file);
    const { ledger } = this.#services;
    return optionsOfCalibration(request, file.path, this.#services, ledger.location);
  }

  async #plan(
    { file }: CalibrationRequest,
    options: Options,
  ): Promise<Pick<Calibration, 'plan' | 'problem'>> {
    if (options.endpoint.api === 'embedded')
      return {
        plan: null,
        problem: 'The embedded model reads each ticket by itself: any number a call suits it.',
      };
    try {
      const { planned, tickets, tooFew } = await this.#planOnce(file, options);
      const { calls, tokensIn, tokensOut, cost } = planned;
      const plan: PlannedCalibration = {
        tickets,
        calls,
        tokensIn,
        tokensOut,
        cost,
        tooFew: tooFew ?? null,
      };
      return { plan, problem: null };
    } catch (error) {
      if (!(error instanceof UserMistake)) throw error;
      return { plan: null, problem: error.message };
    }
  }

  #planOnce(id: string, options: Options): Promise<CalibrationPlan> {
    return this.#plans.take(JSON.stringify(options), async () =>
      this.#reader.calibration(await this.#files.find(id), options),
    );
  }

  async #find(options: Options): Promise<Calibrated | null> {
    const { themes } = await takeThemes(options.themes);
    const row = await this.#services.ledger.calibration(calibrationKey(options.endpoint, themes));
    const report = row === undefined ? undefined : (JSON.parse(row.body) as CalibrationReport);
    if (row === undefined || report?.dockets == null) return null;
    return shown(report, Number(row.at), options.docket, themes);
  }
}

function shown(
  { dockets, stacks, tickets, tolerance }: CalibrationReport,
  at: number,
  usual: number,
  themes: readonly ThemeAgent[],
): Calibrated | null {
  if (dockets === null) return null;
  const nameOf = (id: string) => themes.find((theme) => theme.id === id)?.name ?? id;
  const next = dockets.sizes.find(({ size }) => size > dockets.chosen);
  return {
    at,
    tickets,
    tolerance,
    usual,
    docket: dockets.chosen,
    stack: stacks?.chosen ?? null,
    alone: (stacks?.alone ?? []).map(nameOf),
    dockets: dockets.sizes.map(sizeOf),
    stacks: (stacks?.sizes ?? []).map(sizeOf),
    themes: (stacks?.themes ?? []).map(({ theme, excess, upper, suffers }) => ({
      name: nameOf(theme),
      excess,
      upper,
      suffers,
    })),
    needed: next?.needed == null ? null : { size: next.size, tickets: next.needed },
  };
}

function sizeOf({ size, questions, excess, upper }: WeighedDocket): WeighedSize {
  return { size, questions, excess, upper };
}
