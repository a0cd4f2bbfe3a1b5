import type { ThemeAgent } from '../../agents/judge.ts';
import { isStackable } from '../../agents/stack.ts';
import { type Reading, triageDigest, triageSpec } from '../../agents/triage.ts';
import { ticketLine } from '../agent/docket.ts';
import { readingAddress } from '../domain/address.ts';
import { UserMistake } from '../domain/mistake.ts';
import { sample, seededRandom } from '../domain/random.ts';
import { plural } from '../domain/text/plural.ts';
import { chooseDocket, fewestQuestions, questionsNeeded } from '../evaluation/docket-effect.ts';
import { assumed } from '../tribunal/estimate/share-out.ts';
import type { Hearing } from '../tribunal/open-hearing.ts';
import { Desk } from '../tribunal/queue/question-queue.ts';
import { settleAll } from '../tribunal/queue/settle-all.ts';
import type { Load } from './arrange-dockets.ts';
import type { Drawn } from './draw-tickets.ts';
import { type FoundStack, findStack, stackSizes } from './find-stack.ts';
import { Bench, type Respondent } from './respondent.ts';
import { Comparison, callsToWeigh, type WeighedDocket } from './weigh-dockets.ts';

/** The sizes that are tried. */
const dockets = [2, 4, 8, 16, 32];
/** Questions beyond so many are left to chance. */
const mostQuestions = 1000;
/** The choice as a whole is to be right with that probability. */
const sureOfAll = 0.95;

export interface FindOptions {
  route: 'triage' | 'all';
  /** Of triage's calls. */
  docket: number;
  /** Themes in one call, at most; 1 where nothing larger is looked for. */
  stack: number;
  /** The excess flip rate that a docket may have, 0 to 1. */
  tolerance: number;
  say(message: string): void;
}

export interface FoundDocket {
  questions: number;
  chosen: number;
  /** Of the limits, 0 to 1. */
  sure: number;
  /** With the tickets that the size would take to pass; null where no number will do. */
  sizes: (WeighedDocket & { needed: number | null })[];
}

/** What it is expected to take to try every size, where the ledger holds no answer. */
export function plannedWeighing(
  themes: readonly ThemeAgent[],
  tickets: number,
  { route, docket, stack }: Pick<FindOptions, 'route' | 'docket' | 'stack'>,
) {
  const sizes = dockets.filter((size) => size <= tickets);
  const routed = route === 'all' ? themes.length : Math.min(assumed.routedThemes, themes.length);
  const named = tickets * routed;
  const questions = Math.min(mostQuestions, named);
  const each = themes.map(() => questions / themes.length);
  const triage = route === 'all' ? 0 : Math.ceil(tickets / docket);
  const stacks = stackSizes(themes.filter(isStackable).length, stack);
  // At the smallest docket that stacks are tried with.
  const stacked = stacks.map((size) => {
    const lines = tickets * Math.min(1, (size * routed) / themes.length);
    return { size, calls: Math.ceil(themes.length / size) * Math.ceil(lines / 2), lines };
  });
  const sum = (of: (one: (typeof stacked)[number]) => number) =>
    stacked.reduce((total, one) => total + of(one), 0);
  const alone = triage + callsToWeigh(each, sizes);
  return {
    sizes,
    stacks,
    questions,
    sure: stacks.length === 0 ? sureOfAll : halfSure,
    calls: alone + sum(({ calls }) => calls),
    /** Themes told and tickets shown, in all calls. */
    told: alone + sum(({ calls, size }) => calls * size),
    shown: questions * (2 + sizes.length) + sum(({ calls }) => 2 * calls),
    verdicts: questions * (2 + sizes.length),
    stackedVerdicts: named * stacks.length,
  };
}

/** Two searches, of which neither may be wrong: each has half of the 5 %. */
const halfSure = 1 - (1 - sureOfAll) / 2;

/** Finds the largest calls that change no answers of a sample. @throws UserMistake for too small a one */
export async function findDocket(
  hearing: Hearing,
  themes: ThemeAgent[],
  tickets: readonly Drawn[],
  options: FindOptions,
): Promise<{ dockets: FoundDocket; stacks: FoundStack | null }> {
  const { tolerance, route, say } = options;
  const planned = plannedWeighing(themes, tickets.length, options);
  const { sizes, stacks, questions: expected, calls, sure } = planned;
  checkSample(expected, route === 'all', tickets.length, tolerance, sure);
  const stacked = stacks.length === 0 ? '' : `, then with ${stacks.join(', ')} themes a call`;
  say(
    `About ${calls} calls: ${plural(tickets.length, 'ticket')}, about ${plural(expected, 'question')}, each alone twice and in dockets of ${sizes.join(', ')}${stacked}; what the ledger holds is not asked again`,
  );
  const loads = await shareLoads(hearing, themes, tickets, options);
  const measured = loads.map((load) => load.measured.length);
  const questions = measured.reduce((sum, count) => sum + count, 0);
  checkSample(questions, true, tickets.length, tolerance, sure);
  if (route !== 'all')
    say(`Triage names ${plural(questions, 'question')}: ${callsToWeigh(measured, sizes)} calls`);
  return weighCalls(new Bench(hearing), loads, tickets.length, options);
}

/** The same once it is known who would be asked what. */
export async function weighCalls(
  respondent: Respondent,
  loads: readonly Load[],
  tickets: number,
  { stack, tolerance }: Pick<FindOptions, 'stack' | 'tolerance'>,
): Promise<{ dockets: FoundDocket; stacks: FoundStack | null }> {
  const questions = loads.reduce((sum, { measured }) => sum + measured.length, 0);
  const stacks = stackSizes(loads.filter(({ theme }) => isStackable(theme)).length, stack);
  const sure = stacks.length === 0 ? sureOfAll : halfSure;
  const comparison = await Comparison.open(respondent, loads);
  const weighed: WeighedDocket[] = [];
  for (const size of dockets)
    if (size <= tickets) weighed.push(await comparison.weighDocket(size, sure));
  const chosen = chooseDocket(weighed, tolerance);
  const found = {
    questions,
    chosen,
    sure,
    sizes: weighed.map((effect) => {
      const needed = questionsNeeded(effect, tolerance, sure);
      const perQuestion = tickets / questions;
      return { ...effect, needed: needed === undefined ? null : Math.ceil(needed * perQuestion) };
    }),
  };
  // Who can't keep two tickets apart is not asked about two themes.
  if (stacks.length === 0 || chosen === 1) return { dockets: found, stacks: null };
  // Where every docket passed, the first search can't be wrong in a way that is left, and lends its half.
  const left = chosen === weighed.at(-1)?.size ? sureOfAll : halfSure;
  const search = { docket: chosen, wanted: stack, tolerance, sure: left };
  return { dockets: found, stacks: await findStack(comparison, loads, search) };
}

/** @throws UserMistake where even answers that never flip would prove nothing */
function checkSample(
  questions: number,
  isExact: boolean,
  tickets: number,
  tolerance: number,
  sure: number,
): void {
  const lack = isExact ? lackOf(questions, tolerance, sure) : undefined;
  if (lack === undefined) return;
  const needed = questions === 0 ? lack.needed : Math.ceil((lack.needed * tickets) / questions);
  throw new UserMistake(
    `${plural(tickets, 'ticket brings', 'tickets bring')} ${plural(questions, 'question')}, too few for --tolerance ${100 * tolerance}%: that takes ${lack.needed}, about --sample ${needed}; they would do for --tolerance ${Math.round(1000 * lack.least) / 10}%`,
  );
}

/** The questions that so small a tolerance takes at least, and the one that these would do for; nothing where they do. */
export function lackOf(
  questions: number,
  tolerance: number,
  sure: number,
): { needed: number; least: number } | undefined {
  const needed = fewestQuestions(tolerance, sure);
  if (questions >= needed) return undefined;
  return {
    needed,
    least: Math.ceil(1000 * (1 - (1 - sure) ** (1 / Math.max(1, questions)))) / 1000,
  };
}

/** The questions that a run would ask about these tickets, or a sample of them, by judge. */
async function shareLoads(
  { court, window }: Hearing,
  themes: ThemeAgent[],
  tickets: readonly Drawn[],
  { route }: FindOptions,
): Promise<Load[]> {
  let routes: (readonly string[] | undefined)[] = [];
  if (route === 'triage') {
    const desk = new Desk<Reading>(court, 'triage', triageSpec(themes), window.model());
    const asked = tickets.map(({ ticket, address }) =>
      desk.ask({
        address: readingAddress(window.identity(), triageDigest(themes), address),
        row: ticket.row,
        line: ticketLine(ticket),
        reason: '',
      }),
    );
    court.flow.end();
    routes = (await settleAll(asked)).map((reply) =>
      reply.ok ? reply.answer.routes.map(({ theme }) => theme) : undefined,
    );
  }
  // Without a reading every judge is asked.
  const questions = tickets.flatMap((drawn, index) =>
    themes
      .filter(({ id }) => routes[index]?.includes(id) ?? true)
      .map(({ id }) => ({ theme: id, drawn })),
  );
  const chosen = sample(seededRandom(1), questions, mostQuestions);
  return themes.map((theme) => {
    const own = (among: typeof questions) =>
      among.filter((one) => one.theme === theme.id).map(({ drawn }) => drawn);
    const measured = own(chosen);
    const isLeft = (drawn: Drawn) => !measured.includes(drawn);
    return {
      theme,
      measured,
      company: tickets.filter(isLeft),
      unmeasured: own(questions).filter(isLeft),
    };
  });
}
