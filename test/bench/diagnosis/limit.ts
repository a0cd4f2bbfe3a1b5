/**
 * What the best test there can be would name (J. Neyman, E. S. Pearson, 1933): it knows how strong a cause is, in which
 * ways each comes about, and how often judges are wrong otherwise, names the judge and the cause under which the answers
 * are likeliest, and is silent in 99 of 100 runs without a cause.
 */
import { type Spoil, spoils } from '../../../src/self-test/systems/spoils.ts';
import { judged, type MadeRun } from '../../support/faulty-runs.ts';
import { type Drawn, drawRun, strength } from './drawn-runs.ts';

const cleanRuns = 300;
/** Draws of an injector that reach all ways in which its cause comes about. */
const draws = 12;

const ways = Object.entries(spoils).flatMap(([cause, spoilBy]) =>
  Array.from({ length: draws }, (_, draw) => ({
    cause,
    spoil: spoilBy(() => (draw + 0.5) / draws, judged),
  })),
);

/** By cause, how many of so many runs the best test names. */
export function limitsOf(causes: readonly string[], runs: number, noise: number) {
  const silent = Array.from({ length: cleanRuns }, (_, at) =>
    likeliest(drawRun(undefined, at, noise).run.answers, noise),
  ).sort((one, other) => other.odds - one.odds);
  const threshold = silent[Math.floor(cleanRuns / 100)]?.odds ?? 0;
  return new Map(
    causes.map((cause) => {
      const isNamed = ({ run: { answers }, theme }: Drawn) => {
        const best = likeliest(answers, noise);
        return best.odds > threshold && best.cause === cause && best.theme === theme;
      };
      const drawn = Array.from({ length: runs }, (_, at) => drawRun(cause, at, noise));
      return [cause, drawn.filter(isNamed).length];
    }),
  );
}

function likeliest(answers: MadeRun['answers'], noise: number) {
  return judged
    .flatMap((theme) => {
      const own = answers.filter((one) => one.theme === theme);
      return [...oddsByCause(own, noise)].map(([cause, odds]) => ({ theme, cause, odds }));
    })
    .reduce((best, one) => (one.odds > best.odds ? one : best));
}

/** By cause, how many times likelier the answers are by it than by mistakes that fall anywhere. */
function oddsByCause(own: MadeRun['answers'], noise: number): Map<string, number> {
  const odds = new Map([['id_swap', Math.exp(oddsOfSwaps(own, noise))]]);
  for (const { cause, spoil } of ways)
    odds.set(cause, (odds.get(cause) ?? 0) + Math.exp(oddsOf(own, spoil, noise)) / draws);
  return odds;
}

function oddsOf(own: MadeRun['answers'], spoil: Spoil, noise: number): number {
  const spoiled = strength * (1 - noise) + (1 - strength) * noise;
  const [ifWrong, ifRight] = [Math.log(spoiled / noise), Math.log((1 - spoiled) / (1 - noise))];
  let sum = 0;
  for (const { theme, answer, right, said } of own)
    if (spoil(answer, theme, right) !== right) sum += said === right ? ifRight : ifWrong;
  return sum;
}

function oddsOfSwaps(own: MadeRun['answers'], noise: number): number {
  const chanceOf = (said: boolean, wanted: boolean) => (said === wanted ? 1 - noise : noise);
  let sum = 0;
  for (const [at, one] of own.entries()) {
    const other = own[at + 1];
    if (one.answer.place % 2 !== 0 || other?.answer.place !== one.answer.place + 1) continue;
    const asIs = chanceOf(one.said, one.right) * chanceOf(other.said, other.right);
    const swapped = chanceOf(one.said, other.right) * chanceOf(other.said, one.right);
    sum += Math.log(((1 - strength) * asIs + strength * swapped) / asIs);
  }
  return sum;
}
