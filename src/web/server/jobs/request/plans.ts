import { countTickets, plan } from '../../../../../workflows/plan.ts';
import { takeLearned } from '../../../../learning/take-learned.ts';
import { takeThemes } from '../../../../themes/load-themes.ts';
import type { TicketFile } from '../../../../tickets/read-tickets.ts';
import type { RunPlan, RunRequest } from '../../../api/run-request.ts';
import type { Files } from './files.ts';
import { withoutFolders } from './preview-file.ts';
import { optionsOfRun } from './request-options.ts';
import type { Resources } from './resources.ts';

/** Counts that are kept: a file's rows are counted once for each choice of its columns. */
const mostKept = 20;

/** What a run would take. */
export class Plans {
  readonly #services: Pick<Resources, 'folder' | 'ledger' | 'themes'>;
  readonly #files: Files;
  readonly #counts = new Map<string, ReturnType<typeof countTickets>>();

  constructor(services: Pick<Resources, 'folder' | 'ledger' | 'themes'>, files: Files) {
    this.#services = services;
    this.#files = files;
  }

  /** @throws UserMistake for all that would keep the run from beginning, but for its server */
  async make(request: RunRequest): Promise<RunPlan> {
    const file = await this.#files.find(request.file);
    return withoutFolders(file, async () => {
      const { ledger } = this.#services;
      const options = await optionsOfRun(request, file.path, this.#services, ledger.location);
      const taught = options.learned
        ? await takeLearned(
            ledger,
            (await takeThemes(options.themes)).themes,
            options.endpoint,
            true,
          )
        : undefined;
      const planned = await plan(options, (opened) => this.#count(opened, file.id), ledger);
      const chosen = planned.dockets.find(({ docket }) => docket === options.docket);
      if (chosen === undefined) throw new Error(`no plan for dockets of ${options.docket}`);
      const plain =
        options.triage === undefined
          ? undefined
          : await plan(
              { ...options, route: 'triage', triage: undefined },
              (opened) => this.#count(opened, file.id),
              ledger,
            );
      const { rows, tickets, repeated, defects } = planned.count;
      const { docket, calls, tokensIn, tokensOut, cost, seconds, boundBy } = chosen;
      return {
        ...{ rows, tickets, repeated, defects, themes: planned.themes },
        ...{ docket, calls: calls.all, tokensIn, tokensOut, cost, seconds, boundBy },
        learned: taught?.notes ?? [],
        known: planned.count.open?.known ?? 0,
        plainCalls: plain?.dockets.find((one) => one.docket === docket)?.calls.all ?? null,
        isFree: planned.tariff.kind === 'free',
        finishesAt: Date.now() + 1000 * seconds,
      };
    });
  }

  #count(file: TicketFile, id: string): ReturnType<typeof countTickets> {
    const key = JSON.stringify([id, file.roles, file.reading]);
    const kept = this.#counts.get(key);
    if (kept !== undefined) return kept;
    const counting = countTickets(file);
    this.#counts.set(key, counting);
    counting.catch(() => this.#counts.delete(key));
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > mostKept && oldest !== undefined) this.#counts.delete(oldest);
    return counting;
  }
}
