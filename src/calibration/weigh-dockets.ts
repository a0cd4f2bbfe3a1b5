import { seededRandom } from '../domain/random.ts';
import { type DocketEffect, docketEffect, type Trio } from '../evaluation/docket-effect.ts';
import { type Arranged, arrange, arrangeStacks, type Load, placesIn } from './arrange-dockets.ts';
import type { Respondent } from './respondent.ts';

export interface WeighedDocket extends DocketEffect {
  /** Questions that the comparison lacks, because one of their answers never came. */
  lost: number;
}

/** A question's answers, with its theme and its place in the call: 0 is the first, 1 the last. */
export interface PlacedTrio extends Trio {
  theme: string;
  place: number;
}

/** What was said in one pass over all questions, by theme and ticket. */
type Said = Map<string, Omit<PlacedTrio, 'alone'>>;

/** Compares answers in company with the same answers alone. */
export class Comparison {
  readonly #respondent: Respondent;
  readonly #loads: readonly Load[];
  #first: Said = new Map();
  #second: Said = new Map();

  /** Asks all questions alone, twice. */
  static async open(respondent: Respondent, loads: readonly Load[]): Promise<Comparison> {
    const comparison = new Comparison(respondent, loads);
    comparison.#first = await comparison.#inDockets('alone', 1);
    comparison.#second = await comparison.#inDockets('alone again', 1);
    return comparison;
  }

  private constructor(respondent: Respondent, loads: readonly Load[]) {
    this.#respondent = respondent;
    this.#loads = loads;
  }

  /** Asks them again, so many tickets in a call. @param sure of the limit, 0 to 1 */
  async weighDocket(size: number, sure: number): Promise<WeighedDocket> {
    const trios = this.#compare(await this.#inDockets('together', size));
    const asked = this.#loads.reduce((sum, { measured }) => sum + measured.length, 0);
    return { ...docketEffect(size, trios, sure), lost: asked - trios.length };
  }

  /** Asks those of some judges again, so many of the judges in a call as well. */
  async askStacked(
    themes: ReadonlySet<string>,
    size: { docket: number; stack: number },
  ): Promise<{ trios: PlacedTrio[]; lost: number }> {
    const loads = this.#loads.filter(({ theme }) => themes.has(theme.id));
    const random = seededRandom(size.docket + 1000 * size.stack);
    const pass = { ...this.#pass('stacked'), random };
    const trios = this.#compare(await this.#ask(arrangeStacks(loads, size, pass)));
    const asked = loads.reduce((sum, { measured }) => sum + measured.length, 0);
    return { trios, lost: asked - trios.length };
  }

  #pass(name: string) {
    const { addressOf } = this.#respondent;
    return { name, addressOf: addressOf.bind(this.#respondent) };
  }

  #inDockets(name: string, size: number): Promise<Said> {
    return this.#ask(
      this.#loads.flatMap((load, index) =>
        arrange(load, size, { ...this.#pass(name), random: seededRandom(size + 1000 * index) }),
      ),
    );
  }

  async #ask(calls: readonly Arranged[]): Promise<Said> {
    const answers = await this.#respondent.ask(calls);
    const said: Said = new Map();
    for (const [index, call] of calls.entries()) {
      const docket = String(index);
      const places = placesIn(call);
      for (const [at, { theme, ticket, isMeasured }] of call.members.entries()) {
        const together = answers[index]?.[at];
        if (!isMeasured || together === undefined) continue;
        const place = places[at] ?? 0;
        said.set(`${theme} ${ticket.address}`, {
          theme,
          ticket: ticket.address,
          docket,
          together,
          place,
        });
      }
    }
    return said;
  }

  #compare(together: Said): PlacedTrio[] {
    return [...together].flatMap(([key, said]) => {
      const [one, other] = [this.#first.get(key), this.#second.get(key)];
      if (one === undefined || other === undefined) return [];
      return [{ ...said, alone: [one.together, other.together] as const }];
    });
  }
}

/** Calls that this takes, where none is repeated and the ledger holds no answer. */
export function callsToWeigh(measured: readonly number[], sizes: readonly number[]): number {
  return [1, 1, ...sizes]
    .flatMap((size) => measured.map((count) => Math.ceil(count / size)))
    .reduce((sum, calls) => sum + calls, 0);
}
