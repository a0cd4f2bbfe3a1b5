import { batch } from '../../workflows/batch.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { closeRun } from '../runs/close-run.ts';
import { type PreparedRun, prepareIn } from '../runs/prepare-run.ts';
import { ticketRow } from '../runs/store-tickets.ts';
import { explainDamage, explained } from '../runs/upkeep/explain-damage.ts';
import { type TakenThemes, takeThemes } from '../themes/load-themes.ts';
import { noEarlyEnd } from '../tribunal/early-end.ts';
import { openTickets } from '../tribunal/hear-tickets.ts';
import type {
  GivenTickets,
  HeardTicket,
  HearOptions,
  OpenTribunal,
  TribunalSettings,
} from './contract.ts';
import { eachOf, rowMaker, tableOf } from './given-tickets.ts';
import { hearEach } from './hear-each.ts';
import { readingOf } from './reading.ts';
import { type FaceOptions, optionsOf } from './settings.ts';

export async function open(settings: TribunalSettings): Promise<OpenTribunal> {
  const options = optionsOf(settings);
  const taken = await takeThemes(options.themes);
  for (const note of taken.notes) settings.say?.(note);
  const ledger = await openLedger(options.ledger);
  const script = new ScriptRun(ledger, taken, options, settings.context);
  const close = async () => {
    await script.end();
    await ledger.close();
  };
  return {
    themes: taken.themes,
    ...readingOf(ledger, () => script.id),
    hear: (tickets, hearing) => script.hear(tickets, hearing),
    batch: (files, file = {}) =>
      explained(ledger, () =>
        batch({
          ...optionsOf({ ...settings, signal: file.signal ?? settings.signal }, files, file),
          themes: taken.themes,
          onStart({ notes }) {
            for (const note of notes) settings.say?.(note);
          },
          onDecision: file.onDecision ?? (() => {}),
        }),
      ),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The run of all tickets that a script gives. It begins with the first. */
class ScriptRun {
  readonly #ledger: Ledger;
  readonly #themes: TakenThemes;
  readonly #options: FaceOptions;
  readonly #context: readonly string[] | undefined;
  readonly #started = performance.now();
  #opening: Promise<PreparedRun> | undefined;
  #rows = 0;
  #isCutShort = false;
  id: string | undefined;

  constructor(
    ledger: Ledger,
    themes: TakenThemes,
    options: FaceOptions,
    context: readonly string[] | undefined,
  ) {
    this.#ledger = ledger;
    this.#themes = themes;
    this.#options = options;
    this.#context = context;
  }

  async *hear(
    given: GivenTickets,
    { flow, signal }: HearOptions = {},
  ): AsyncGenerator<HeardTicket, void> {
    const tickets = eachOf(given);
    const first = await tickets.next();
    if (first.done) return;
    const run = await this.#open(Object.keys(first.value.context ?? {}));
    const { docket } = run.settings;
    const { concurrency, endpoint, stop, maxFailed } = this.#options;
    const mostOpen = openTickets(docket, run.themes.length, concurrency.most);
    let isAll = false;
    try {
      yield* hearEach(run, this.#stored(run, first.value, tickets), {
        inFlight: () => mostOpen,
        flow,
        signal,
        stop,
        maxFailed,
        endpoint,
        onDecision() {},
      });
      isAll = true;
    } catch (error) {
      throw await explainDamage(this.#ledger, error);
    } finally {
      this.#isCutShort ||= !isAll;
    }
  }

  async end(): Promise<void> {
    const run = await this.#opening;
    if (run === undefined) return;
    await run.ledger.runs.update(run.id, { rows: this.#rows });
    await closeRun(run, {
      status: this.#isCutShort ? 'interrupted' : 'finished',
      end: noEarlyEnd,
      out: [],
      started: this.#started,
    });
  }

  #open(context: readonly string[]): Promise<PreparedRun> {
    this.#opening ??= (async () => {
      const table = tableOf(this.#context ?? context);
      const run = await prepareIn(this.#ledger, this.#themes, table, 'script', this.#options);
      await run.begin();
      this.id = run.id;
      return run;
    })();
    return this.#opening;
  }

  /** Rows are written in their order, each before its decision: nobody need wait for that. */
  async *#stored(
    run: PreparedRun,
    first: Parameters<ReturnType<typeof rowMaker>>[0],
    others: ReturnType<typeof eachOf>,
  ): AsyncGenerator<Ticket> {
    const make = rowMaker(run.file);
    let failure: unknown;
    const store = (ticket: Ticket) =>
      run.ledger.write({ tickets: [ticketRow(run.id, ticket)] }).catch((error: unknown) => {
        failure ??= error;
      });
    const next = (given: typeof first) => {
      if (failure !== undefined) throw failure;
      this.#rows += 1;
      const ticket = make(given, this.#rows);
      void store(ticket);
      return ticket;
    };
    yield next(first);
    for await (const given of others) yield next(given);
  }
}
