import { planCounted } from '../../../../../workflows/plan.ts';
import { takeLearned } from '../../../../learning/take-learned.ts';
import { takeThemes } from '../../../../themes/load-themes.ts';
import type { CountedTickets } from '../../../../tribunal/estimate/count-tickets.ts';
import type { RunPlan, RunRequest } from '../../../api/run-request.ts';
import type { Files, StoredFile } from './files.ts';
import { KeptPromises } from './kept-promises.ts';
import { optionsOfRun } from './request-options.ts';
import type { Resources } from './resources.ts';
import type { UploadReader } from './upload-reader.ts';

/** What a run would take. */
export class Plans {
  readonly #services: Pick<Resources, 'folder' | 'ledger' | 'themes'>;
  readonly #files: Files;
  readonly #reader: UploadReader;
  /** A file's rows are counted once for each choice of its columns. */
  readonly #counts = new KeptPromises<CountedTickets>(20);

  constructor(
    services: Pick<Resources, 'folder' | 'ledger' | 'themes'>,
    files: Files,
    reader: UploadReader,
  ) {
    this.#services = services;
    this.#files = files;
    this.#reader = reader;
  }

  /** @throws UserMistake for all that would keep the run from beginning, but for its server */
  async make(request: RunRequest): Promise<RunPlan> {
    const file = await this.#files.find(request.file);
    const { ledger } = this.#services;
    const options = await optionsOfRun(request, file.path, this.#services, ledger.location);
    const taught = options.learned
      ? await takeLearned(ledger, (await takeThemes(options.themes)).themes, options.endpoint, true)
      : undefined;
    const { file: input, columns } = options;
    const counting = () => this.#count(file, { input, columns });
    const planned = await planCounted(options, counting, ledger);
    const plain =
      options.triage === undefined
        ? undefined
        : await planCounted({ ...options, route: 'triage', triage: undefined }, counting, ledger);
    const { rows, tickets, repeated, defects } = planned.count;
    const { docket, calls, tokensIn, tokensOut, cost, seconds, boundBy } = planned.chosen;
    return {
      rows,
      tickets,
      repeated,
      defects,
      themes: planned.themes,
      docket,
      stack: planned.stack,
      calls: calls.all,
      tokensIn,
      tokensOut,
      cost,
      seconds,
      boundBy,
      learned: taught?.notes ?? [],
      known: planned.count.open?.known ?? 0,
      plainCalls: plain?.chosen.calls.all ?? null,
      isFree: planned.tariff.kind === 'free',
      finishesAt: Date.now() + 1000 * seconds,
    };
  }

  #count(file: StoredFile, question: Parameters<UploadReader['count']>[1]) {
    const key = JSON.stringify([file.id, question]);
    return this.#counts.take(key, () => this.#reader.count(file, question));
  }
}
