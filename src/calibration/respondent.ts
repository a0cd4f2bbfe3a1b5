import { judgeDigest, judgeSpec, type ThemeAgent } from '../../agents/judge.ts';
import { stackSpec } from '../../agents/stack.ts';
import { verdictAddress } from '../domain/address.ts';
import type { Verdict } from '../domain/decision/outcome.ts';
import { DocketRunner } from '../tribunal/dockets/docket-runner.ts';
import type { Hearing } from '../tribunal/open-hearing.ts';
import type { Arranged } from './arrange-dockets.ts';

/** Who answers the calls of a calibration. */
export interface Respondent {
  /** Where a run keeps a verdict. */
  addressOf(theme: ThemeAgent, ticket: string): string;
  /** Whether each member of each call is a yes; nothing where no answer came. Rejects where the run has to stop. */
  ask(calls: readonly Arranged[]): Promise<(boolean | undefined)[][]>;
}

/** Addresses in one look-up: SQLite takes 32,766 variables. */
const mostLookedUp = 10_000;

/** The judges of a run: what its ledger holds is not asked again. */
export class Bench implements Respondent {
  readonly #hearing: Hearing;
  readonly #runners = new Map<string, DocketRunner<Verdict>>();
  readonly #digests = new Map<ThemeAgent, string>();

  constructor(hearing: Hearing) {
    this.#hearing = hearing;
  }

  addressOf(theme: ThemeAgent, ticket: string): string {
    const digest = this.#digests.get(theme) ?? judgeDigest(theme);
    this.#digests.set(theme, digest);
    return verdictAddress(this.#hearing.window.identity(theme.judge?.model), digest, ticket);
  }

  async ask(calls: readonly Arranged[]): Promise<(boolean | undefined)[][]> {
    const known = await this.#lookUp(
      calls.flatMap(({ members }) => members.map(({ question }) => question.address)),
    );
    let failure: unknown;
    const said = await Promise.all(
      calls.map(async (call) => {
        try {
          return await this.#answersTo(call, known);
        } catch (error) {
          failure ??= error;
          this.#hearing.halt();
          return [];
        }
      }),
    );
    if (failure !== undefined) throw failure;
    return said.map((answers) => answers.map((answer) => answer && answer.verdict === 'yes'));
  }

  /** A call that the ledger has answers of was asked before: what it lacks, it lacked then. */
  async #answersTo(
    { themes, members }: Arranged,
    known: ReadonlyMap<string, Verdict>,
  ): Promise<(Verdict | undefined)[]> {
    const questions = members.map(({ question }) => question);
    if (questions.some(({ address }) => known.has(address)))
      return questions.map(({ address }) => known.get(address));
    const { replies } = await this.#runner(themes).run(questions, null);
    return replies.map((reply) => (reply.ok ? reply.answer : undefined));
  }

  #runner(themes: readonly ThemeAgent[]): DocketRunner<Verdict> {
    const key = JSON.stringify(themes.map(({ id }) => id));
    const [first, ...others] = themes as [ThemeAgent, ...ThemeAgent[]];
    const spec = others.length === 0 ? judgeSpec(first) : stackSpec(themes);
    const { court, window } = this.#hearing;
    const runner =
      this.#runners.get(key) ?? new DocketRunner(court, spec, window.model(spec.model), 'judges');
    this.#runners.set(key, runner);
    return runner;
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
