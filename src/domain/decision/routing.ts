import { z } from 'zod';

const Share = z.number().min(0).max(1);

/** What a triage that learns chose for one ticket: a list has one entry for every theme of the run, in its order. */
export const Routing = z.object({
  /** The score: that the judge says yes. */
  probabilities: z.array(Share),
  /** With which each judge was to be asked: 1 for certain. */
  chances: z.array(Share),
  asked: z.array(z.boolean()),
  /** Judges with this score or a higher one were asked for certain; null while all were. */
  threshold: Share.nullable(),
  /** Of the bound on what is lost, as it was then (`src/learning/triage/loss-bound.ts`); 0 where there was none. */
  pull: z.number().min(0),
});
export type Routing = z.infer<typeof Routing>;

/** Why a theme's judge was asked or not, in the order of the run's themes. */
export function describeRoute(routing: Routing, theme: number): string {
  const { threshold } = routing;
  const chance = routing.chances[theme] ?? 1;
  const score = `a yes is ${percent(routing.probabilities[theme] ?? 1)} likely`;
  if (threshold === null || chance === 1)
    return threshold === null
      ? `${score}; all are asked while it learns`
      : `${score}; asked from ${percent(threshold)}`;
  const draw = `${score}, below ${percent(threshold)}; asked with a chance of ${percent(chance)}`;
  return routing.asked[theme] ? `audit: ${draw}` : `not asked: ${draw}`;
}

/** Which judges were not asked, in one line. */
export function describeLeft({ asked, probabilities, threshold }: Routing): string {
  const left = probabilities.filter((_, theme) => !asked[theme]);
  if (left.length === 0) return `all ${asked.length} judges were asked`;
  const most = percent(Math.max(...left));
  return `${left.length} of ${asked.length} judges were not asked: a yes was ${most} likely at most, below ${percent(threshold ?? 0)}`;
}

/** Two digits that say something. */
function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
