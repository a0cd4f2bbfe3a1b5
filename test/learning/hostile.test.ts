import { expect, it } from 'vitest';
import { seededRandom } from '../../src/domain/random.ts';
import { Apprentice } from '../../src/learning/triage/apprentice.ts';

const colours = ['red', 'blue', 'green', 'grey'];

/** One run of a world that teaches what is wrong: what never was a yes becomes one as soon as nobody asks for it. */
function hearHostile(seed: number) {
  const random = seededRandom(seed);
  const subjects = [{ id: 'red', words: 'red', excludes: [] }];
  const apprentice = new Apprentice(subjects, {
    tickets: 400,
    maxMiss: 0.1,
    random: seededRandom(1),
  });
  let lost = 0;
  for (let number = 0; number < 400; number++) {
    const colour = Math.floor(random() * colours.length);
    const plan = apprentice.plan(`${colours[colour]} paint`, random);
    const isHidden = (plan.chances[0] ?? 1) < 1 && random() < 0.5;
    const isYes = colour === 0 || isHidden;
    if (isYes && !plan.asked[0]) lost += 1;
    apprentice.teach(plan, plan.asked[0] ? [isYes] : [undefined]);
  }
  return { lost, atMost: apprentice.report().lostAtMost };
}

it('bounds what is lost in 95 of 100 runs where the learner is fooled all the time', () => {
  const runs = Array.from({ length: 150 }, (_, seed) => hearHostile(seed + 1));
  const broken = runs.filter(({ lost, atMost }) => lost > atMost).length;
  expect(broken / runs.length).toBeLessThan(0.08);
  expect(runs.filter(({ lost }) => lost > 0).length).toBeGreaterThan(100);
});
