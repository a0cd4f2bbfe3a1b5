/** Calibrations against simulated models: how often a search chooses what it should. */
import { defineTheme } from '../../agents/judge.ts';
import type { Load } from '../../src/calibration/arrange-dockets.ts';
import { weighCalls } from '../../src/calibration/find-docket.ts';
import type { Respondent } from '../../src/calibration/respondent.ts';
import { sample, seededRandom } from '../../src/domain/random.ts';
import { plantedModels, type Truth } from './planted-models.ts';

export interface Calibrations {
  runs: number;
  /** Those that chose one theme a call, and those that chose all. */
  one: number;
  full: number;
}

/** What a model changes of its answers by itself, alone too. */
const repeatNoise = 0.005;

const themes = Array.from({ length: 9 }, (_, index) =>
  defineTheme({ id: `theme_${index}`, name: `Theme ${index}`, definition: 'A theme.' }),
);

export const plantedKinds = Object.keys(plantedModels(() => false));

/** 128 tickets and 9 themes, of which a calibration draws 1,000 questions. */
export async function simulateCalibrations(kind: string, runs: number): Promise<Calibrations> {
  const found: Calibrations = { runs, one: 0, full: 0 };
  for (let seed = 1; seed <= runs; seed++) {
    const random = seededRandom(seed);
    const tickets = Array.from({ length: 128 }, (_, row) => `ticket ${row}`);
    const yes = new Set(
      tickets.flatMap((ticket) => sample(random, themes, 1).map(({ id }) => `${ticket} ${id}`)),
    );
    const truth: Truth = (ticket, theme) => yes.has(`${ticket} ${theme}`);
    const { stacks } = await weighCalls(
      respondentOf(kind, truth, random),
      loadsOf(tickets, random),
      tickets.length,
      { stack: themes.length, tolerance: 0.02 },
    );
    const { chosen = 1, alone = [] } = stacks ?? {};
    if (chosen === 1) found.one += 1;
    if (chosen === themes.length && alone.length === 0) found.full += 1;
  }
  return found;
}

function respondentOf(kind: string, truth: Truth, random: () => number): Respondent {
  const slip = plantedModels(truth)[kind];
  if (slip === undefined) throw new Error(`no planted model is called ${kind}`);
  return {
    addressOf: (theme, ticket) => `${theme.id} ${ticket}`,
    ask: async (calls) =>
      calls.map((call) =>
        call.members.map(({ theme, ticket }, member) => {
          const isWrong = random() < slip(call, member) || random() < repeatNoise;
          return truth(ticket.address, theme) !== isWrong;
        }),
      ),
  };
}

function loadsOf(tickets: readonly string[], random: () => number): Load[] {
  const drawn = tickets.map((address, row) => ({
    address,
    ticket: { id: address, row, text: address, context: {}, cells: [] },
  }));
  const questions = drawn.flatMap((one) => themes.map((theme) => ({ theme, one })));
  const chosen = new Set(sample(random, questions, 1000));
  return themes.map((theme) => {
    const own = (isChosen: boolean) =>
      questions
        .filter((one) => one.theme === theme && chosen.has(one) === isChosen)
        .map(({ one }) => one);
    return { theme, measured: own(true), company: own(false), unmeasured: own(false) };
  });
}
