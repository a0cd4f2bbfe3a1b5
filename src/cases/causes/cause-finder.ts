import type { Case } from '../../diagnosis/case.ts';
import { foreignTo } from '../../model/embedded/words/language.ts';
import type { RunSettings } from '../../settings/settings.ts';
import { Recorder } from './answers.ts';
import { type Cause, findCauses, type TooFew, tooFewOf } from './find-causes.ts';

/** Looks on while cases are diagnosed, and says at the end what lies behind the mistakes. */
export class CauseFinder {
  readonly #themes: readonly string[];
  readonly #columns: readonly number[];
  readonly #header: readonly string[];
  readonly #languageOf: (text: string) => Promise<string | undefined>;
  readonly #recorder = new Recorder();

  constructor({ themes, header, roles }: Pick<RunSettings, 'themes' | 'header' | 'roles'>) {
    this.#themes = themes.map(({ id }) => id);
    this.#header = header;
    const judgedBy: readonly (string | undefined)[] = [roles.id, roles.text];
    this.#columns = [...header.keys()].filter((index) => !judgedBy.includes(header[index]));
    this.#languageOf = foreignTo(themes);
  }

  async *watch(cases: AsyncIterable<Case>, alsoTo: (known: Case) => void): AsyncGenerator<Case> {
    for await (const known of cases) {
      const { ticket, gold } = known;
      this.#recorder.count(known, {
        row: ticket.row,
        gold,
        length: ticket.text.length,
        language: isSampled(ticket.row)
          ? ((await this.#languageOf(ticket.text)) ?? null)
          : undefined,
        cells: this.#columns.map((index) => ticket.cells[index] ?? ''),
      });
      alsoTo(known);
      yield known;
    }
  }

  found(): { causes: Cause[]; tooFew: TooFew[] } {
    const records = this.#recorder.records();
    const columns = this.#columns.map((index) => this.#header[index] ?? '');
    return {
      causes: findCauses(records, { themes: this.#themes, columns }),
      tooFew: tooFewOf(records),
    };
  }
}

/** To tell a language takes longer than all else about a ticket: of many tickets a few say enough. */
function isSampled(row: number): boolean {
  return row <= 2000 || row % 8 === 0;
}
