import type { ThemeAgent } from '../../agents/judge.ts';
import { type Reading, triageDigest, triageSpec } from '../../agents/triage.ts';
import { ticketLine } from '../agent/docket.ts';
import { UserMistake } from '../domain/mistake.ts';
import { sample, seededRandom } from '../domain/random.ts';
import { plural } from '../domain/text/plural.ts';
import { chooseDocket, fewestQuestions, questionsNeeded } from '../evaluation/docket-effect.ts';
import { assumed } from '../tribunal/estimate/share-out.ts';
import type { Hearing } from '../tribunal/open-hearing.ts';
import { readingAddress } from '../tribunal/queue/question-address.ts';
import { Desk } from '../tribunal/queue/question-queue.ts';
import { settleAll } from '../tribunal/queue/settle-all.ts';
import type { Load } from './arrange-dockets.ts';
import type { Drawn } from './draw-tickets.ts';
import { callsToWeigh, type WeighedDocket, weighDockets } from './weigh-dockets.ts';

/** The sizes that are tried. */
const dockets = [2, 4, 8, 16, 32];
/** Questions beyond so many are left to chance. */
const mostQuestions = 1000;

interface FindOptions {
  route: 'triage' | 'all';
  /** Of triage's calls. */
  docket: number;
  /** The excess flip rate that a docket may have, 0 to 1. */
  tolerance: number;
  say(message: string): void;
}

export interface FoundDocket {
  questions: number;
  chosen: number;
  /** With the tickets that the size would take to pass; null where no number will do. */
  sizes: (WeighedDocket & { needed: number | null })[];
}

/** What it is expected to take to try every size, where the ledger holds no answer. */
export function plannedWeighing(
  themes: number,
  tickets: number,
  { route, docket }: Pick<FindOptions, 'route' | 'docket'>,
) {
  const sizes = dockets.filter((size) => size <= tickets);
  const routed = route === 'all' ? themes : Math.min(assumed.routedThemes, themes);
  const questions = Math.min(mostQuestions, tickets * routed);
  const each = Array.from({ length: themes }, () => questions / themes);
  const triage = route === 'all' ? 0 : Math.ceil(tickets / docket);
  return {
    ...{ sizes, questions, calls: triage + callsToWeigh(each, sizes) },
    verdicts: questions * (2 + sizes.length),
  };
}

/** Finds the largest docket that changes no answers of a sample. @throws UserMistake for too small a one */
export async function findDocket(
  hearing: Hearing,
  themes: ThemeAgent[],
  tickets: readonly Drawn[],
  options: FindOptions,
): Promise<FoundDocket> {
  const { tolerance, route, say } = options;
  const {
    sizes,
    questions: expected,
    calls,
  } = plannedWeighing(themes.length, tickets.length, options);
  checkSample(expected, route === 'all', tickets.length, tolerance);
  say(
    `About ${calls} calls: ${plural(tickets.length, 'ticket')}, about ${plural(expected, 'question')}, each alone twice and in dockets of ${sizes.join(', ')}; what the ledger holds is not asked again`,
  );
  const loads = await shareLoads(hearing, themes, tickets, options);
  const measured = loads.map((load) => load.measured.length);
  const questions = measured.reduce((sum, count) => sum + count, 0);
  checkSample(questions, true, tickets.length, tolerance);
  if (route !== 'all')
    say(`Triage names ${plural(questions, 'question')}: ${callsToWeigh(measured, sizes)} calls`);
  const weighed = await weighDockets(hearing, loads, sizes);
  return {
    questions,
    chosen: chooseDocket(weighed, tolerance),
    sizes: weighed.map((effect) => {
      const needed = questionsNeeded(effect, tolerance);
      const perQuestion = tickets.length / questions;
      return { ...effect, needed: needed === undefined ? null : Math.ceil(needed * perQuestion) };
    }),
  };
}

/** @throws UserMistake where even answers that never flip would prove nothing */
function checkSample(
  questions: number,
  isExact: boolean,
  tickets: number,
  tolerance: number,
): void {
  const fewest = fewestQuestions(tolerance);
  if (!isExact || questions >= fewest) return;
  const needed = questions === 0 ? fewest : Math.ceil((fewest * tickets) / questions);
  const least = Math.ceil(1000 * (1 - 0.05 ** (1 / Math.max(1, questions)))) / 10;
  throw new UserMistake(
    `${plural(tickets, 'ticket brings', 'tickets bring')} ${plural(questions, 'question')}, too few for --tolerance ${100 * tolerance}%: that takes ${fewest}, about --sample ${needed}; they would do for --tolerance ${least}%`,
  );
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
        ...{ row: ticket.row, line: ticketLine(ticket), reason: '' },
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
    const measured = chosen.filter((one) => one.theme === theme.id).map(({ drawn }) => drawn);
    return { theme, measured, company: tickets.filter((drawn) => !measured.includes(drawn)) };
  });
}
