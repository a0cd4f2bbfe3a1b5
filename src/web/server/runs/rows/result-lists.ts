import type { TicketFilter, TicketOrder } from '../../../api/filter.ts';
import type { Neighbours } from '../../../api/results.ts';
import type { Breakdown, RunSummaryReport } from '../../../api/summary.ts';
import { notFound } from '../../answer.ts';
import type { Services } from '../../services.ts';
import type { Findings } from '../../tickets/findings.ts';
import { breakDown } from '../breakdown.ts';
import { Quiet } from '../quiet.ts';
import type { RunView } from '../run-view.ts';
import { RunViews } from '../run-views.ts';
import { summarise } from '../summary.ts';
import { filterRows, type Misses } from './filter-rows.ts';
import { keysFor, orderRows } from './order-rows.ts';

/** Lists and filters of one state of a run that are kept: who scrolls asks for the same one often. */
const mostKept = 12;

/** A run's tickets in the order in which they were asked for. */
export interface ResultList {
  view: RunView;
  /** Row 1 is at 0. */
  places: Uint32Array;
}

/** Filters and sorts runs, and keeps what it found until the run or its labels change. */
export class ResultLists {
  readonly #services: Services;
  readonly #findings: Findings;
  readonly #views: RunViews;
  readonly #quiet = new Quiet();
  readonly #kept = new Map<string, Promise<unknown>>();

  constructor(services: Services, findings: Findings) {
    this.#services = services;
    this.#findings = findings;
    this.#views = new RunViews(services.ledger);
  }

  /** What nobody has asked for yet waits until the work is done. */
  first<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#quiet.during(work);
  }

  /** @throws HTTPException for an unknown run */
  async view(run: string): Promise<RunView> {
    if ((await this.#services.ledger.runs.find(run)) === undefined)
      throw notFound(`there is no run ${run.slice(0, 100)}`);
    const view = await this.#views.of(run);
    view.prepare(this.#quiet);
    return view;
  }

  async list(run: string, filter: TicketFilter, order: TicketOrder): Promise<ResultList> {
    const view = await this.view(run);
    const misses = await this.#filter(view, filter);
    const { sort, order: way } = order;
    const keys = await this.#keep(['keys', view.id, view.version, sort], () => keysFor(view, sort));
    const places = await this.#keep(
      ['places', view.id, await this.#stateOf(view, filter), filter, sort, way],
      async () => orderRows(misses, keys, way),
    );
    return { view, places };
  }

  async filter(run: string, filter: TicketFilter): Promise<{ view: RunView; misses: Misses }> {
    const view = await this.view(run);
    return { view, misses: await this.#filter(view, filter) };
  }

  async neighbours(
    run: string,
    row: number,
    filter: TicketFilter,
    order: TicketOrder,
  ): Promise<Neighbours> {
    const { places } = await this.list(run, filter, order);
    const at = places.indexOf(row - 1);
    const rowAt = (index: number) => {
      const place = places[index];
      return at === -1 || place === undefined ? null : place + 1;
    };
    return {
      previous: rowAt(at - 1),
      next: rowAt(at + 1),
      position: at === -1 ? null : at + 1,
      total: places.length,
    };
  }

  /** What a run found out, as it and the labels are now. */
  async summary(run: string): Promise<RunSummaryReport> {
    const view = await this.view(run);
    const { ledger } = this.#services;
    return this.#keep(['summary', view.id, view.version, await ledger.labels.state()], () =>
      summarise(ledger, view),
    );
  }

  async breakdown(run: string, by: string): Promise<Breakdown> {
    const view = await this.view(run);
    const { ledger } = this.#services;
    return this.#keep(['by', by, view.id, view.version, await ledger.labels.state()], () =>
      breakDown(ledger, view, by),
    );
  }

  async #filter(view: RunView, filter: TicketFilter): Promise<Misses> {
    return this.#keep(['misses', view.id, await this.#stateOf(view, filter), filter], () =>
      filterRows(view, this.#findings, filter),
    );
  }

  /** What else than the decisions a filter looks at changes too. */
  async #stateOf({ version }: RunView, filter: TicketFilter): Promise<string> {
    const { gold, group, missed, extra } = filter;
    const isOfGold = [gold, group, missed, extra].some((part) => part !== undefined);
    return isOfGold ? `${version} ${await this.#services.ledger.labels.state()}` : `${version}`;
  }

  #keep<Value>(name: unknown[], make: () => Promise<Value>): Promise<Value> {
    const key = JSON.stringify(name);
    const known = this.#kept.get(key) as Promise<Value> | undefined;
    const value = known ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, value);
    value.catch(() => this.#kept.delete(key));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return value;
  }
}
