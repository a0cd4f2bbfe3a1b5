import { judgeDigest, judgeSpec } from '../../agents/judge.ts';
import type { Verdict } from '../domain/decision/outcome.ts';
import { seededRandom } from '../domain/random.ts';
import { type DocketEffect, docketEffect, type Trio } from '../evaluation/docket-effect.ts';
import type { Hearing } from '../tribunal/open-hearing.ts';
import { DocketRunner } from '../tribunal/queue/docket-runner.ts';
import { verdictAddress } from '../tribunal/queue/question-address.ts';
import { type ArrangedDocket, arrange, type Load } from './arrange-dockets.ts';

/** Addresses in one look-up: SQLite takes 32,766 variables. */
const mostLookedUp = 10_000;

export interface WeighedDocket extends DocketEffect {
  /** Questions that the comparison lacks, because one of their answers never came. */
  lost: number;
}

/** What was said in one pass over all questions, by theme and ticket, and in which docket. */
type Said = Map<string, { isYes: boolean; docket: string }>;

/** Asks all questions alone, twice, and in dockets of each size. Rejects where the run has to stop. */
export async function weighDockets(
  hearing: Hearing,
  loads: readonly Load[],
  sizes: readonly number[],
): Promise<WeighedDocket[]> {
  const bench = new Bench(hearing, loads);
  const first = await bench.pass('alone', 1);
  const second = await bench.pass('alone again', 1);
  const weighed: WeighedDocket[] = [];
  for (const size of sizes) {
    const together = await bench.pass('together', size);
    const trios = [...together].flatMap(([key, { isYes, docket }]): Trio[] => {
      const [one, other] = [first.get(key), second.get(key)];
      if (one === undefined || other === undefined) return [];
      const ticket = key.slice(key.indexOf(' ') + 1);
      return [{ ticket, docket, alone: [one.isYes, other.isYes], together: isYes }];
    });
    const asked = loads.reduce((sum, { measured }) => sum + measured.length, 0);
    weighed.push({ ...docketEffect(size, trios), lost: asked - trios.length });
  }
  return weighed;
}

/** Calls that this takes, where none is repeated and the ledger holds no answer. */
export function callsToWeigh(measured: readonly number[], sizes: readonly number[]): number {
  return [1, 1, ...sizes]
    .flatMap((size) => measured.map((count) => Math.ceil(count / size)))
    .reduce((sum, calls) => sum + calls, 0);
}

/** The judges, each with its questions. */
class Bench {
  readonly #hearing: Hearing;
  readonly #judges: {
    load: Load;
    runner: DocketRunner<Verdict>;
    addressOf(ticket: string): string;
  }[];

  constructor(hearing: Hearing, loads: readonly Load[]) {
    const { court, window } = hearing;
    this.#hearing = hearing;
    this.#judges = loads.map((load) => {
      const model = window.model(load.theme.judge?.model);
      const [identity, digest] = [
        window.identity(load.theme.judge?.model),
        judgeDigest(load.theme),
      ];
      return {
        load,
        runner: new DocketRunner(court, judgeSpec(load.theme), model, 'judges'),
        addressOf: (ticket) => verdictAddress(identity, digest, ticket),
      };
    });
  }

  async pass(name: string, size: number): Promise<Said> {
    const dockets = this.#judges.flatMap(({ load, runner, addressOf: plain }, index) =>
      arrange(load, size, seededRandom(size + 1000 * index), name, plain).map((docket) => ({
        docket,
        runner,
      })),
    );
    const known = await this.#lookUp(
      dockets.flatMap(({ docket }) => docket.members.map(({ question }) => question.address)),
    );
    const said: Said = new Map();
    let failure: unknown;
    await Promise.all(
      dockets.map(async ({ docket, runner }) => {
        try {
          keep(said, docket, await this.#ask(runner, docket, known));
        } catch (error) {
          failure ??= error;
          this.#hearing.halt();
        }
      }),
    );
    if (failure !== undefined) throw failure;
    return said;
  }

  /** A docket that the ledger has answers of was asked before: what it lacks, it lacked then. */
  async #ask(
    runner: DocketRunner<Verdict>,
    { members }: ArrangedDocket,
    known: ReadonlyMap<string, Verdict>,
  ): Promise<(Verdict | undefined)[]> {
    const questions = members.map(({ question }) => question);
    if (questions.some(({ address }) => known.has(address)))
      return questions.map(({ address }) => known.get(address));
    const { replies } = await runner.run(questions, null);
    return replies.map((reply) => (reply.ok ? reply.answer : undefined));
  }

  async #lookUp(addresses: readonly string[]): Promise<Map<string, Verdict>> {
    const known = new Map<string, Verdict>();
    for (let start = 0; start < addresses.length; start += mostLookedUp)
      for (const [address, { body }] of await this.#hearing.court.ledger.answers(
        addresses.slice(start, start + mostLookedUp),
      ))
        known.set(address, JSON.parse(body));
    return known;
  }
}

function keep(said: Said, docket: ArrangedDocket, answers: readonly (Verdict | undefined)[]): void {
  const name = docket.members.map(({ question }) => question.address).join(' ');
  for (const [index, { address, isMeasured }] of docket.members.entries()) {
    const answer = answers[index];
    if (isMeasured && answer !== undefined)
      said.set(`${docket.theme} ${address}`, { isYes: answer.verdict === 'yes', docket: name });
  }
}
