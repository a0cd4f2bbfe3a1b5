import type { ThemeAgent } from '../agents/judge.ts';
import { type Coverage, coverTickets, type Example } from '../src/discovery/cover-tickets.ts';
import { findClusters } from '../src/discovery/find-clusters.ts';
import { type Named, nameByModel } from '../src/discovery/name-by-model.ts';
import { type Naming, nameByWords } from '../src/discovery/name-by-words.ts';
import { UserMistake } from '../src/domain/mistake.ts';
import { seededRandom } from '../src/domain/random.ts';
import { themeFinder, themeIdOf } from '../src/domain/theme.ts';
import { noCosts } from '../src/ledger/rows/costs.ts';
import { createClassifier } from '../src/model/embedded/classifier.ts';
import type { RunOptions } from '../src/settings/options.ts';
import { sampleTexts } from '../src/settings/sample-texts.ts';
import { takeThemes } from '../src/themes/load-themes.ts';
import { openTickets } from '../src/tickets/read-tickets.ts';
import { noEarlyEnd } from '../src/tribunal/early-end.ts';

export interface DiscoverOptions extends Omit<RunOptions, 'route' | 'aggregate' | 'audit'> {
  /** Themes proposed at most. */
  most: number;
  onStart(notes: readonly string[], tickets: number): void;
}

/** A theme that tickets seem to speak of. */
export interface ProposedTheme {
  id: string;
  name: string;
  definition: string;
  counts: string[];
  examples: Example[];
  /** Tickets that it would cover, and their share of all, 0 to 1. */
  tickets: number;
  share: number;
  words: string[];
  /** The existing theme that most of its sentences speak of, and their share, 0 to 1. */
  nearest: { theme: string; overlap: number } | null;
}

export interface DiscoverReport extends Omit<Named, 'namings'> {
  tickets: number;
  /** The one that covers most first. */
  themes: ProposedTheme[];
}

const fewestTexts = 20;
const textsInSample = 3000;
const examplesGiven = 3;
/** A model is shown more groups than themes are wanted: it joins some, and says that others are none. */
const groupsForEach = 1.5;
const seed = 1;

/**
 * Proposes themes from tickets that nobody has labelled. The same file gives the same clusters.
 * @throws UserMistake where the file has too few different texts
 */
export async function discover(options: DiscoverOptions): Promise<DiscoverReport> {
  const { most, endpoint } = options;
  // 1. The themes that exist, and a sample of the file's different texts.
  const { themes: existing, notes } = await takeThemes(options.themes);
  const file = await openTickets(options.file, options.columns);
  const { texts, tickets, different } = await sampleTexts(file, textsInSample);
  if (different < fewestTexts)
    throw new UserMistake(
      `${file.path} has ${different} different texts in column ${file.roles.text}; discover takes ${fewestTexts} or more`,
    );
  options.onStart([...notes, ...file.notes], tickets);
  // 2. Clusters of sentences that speak of one thing, and the tickets that have such sentences.
  const asksModel = endpoint.api !== 'embedded';
  const groups = groupsFor(endpoint, most);
  const clustering = findClusters(texts, groups, seededRandom(seed));
  const coverage = await coverTickets(file, clustering);
  // 3. Their words name them; a model names them better, joins some and drops others.
  const byWords = nameByWords(clustering, coverage);
  const { namings, ...outcome }: Named = asksModel
    ? await nameByModel(byWords, coverage, existing, file, options)
    : {
        namings: byWords,
        run: null,
        status: 'finished',
        ...noEarlyEnd,
        failures: {},
        spent: noCosts,
      };
  // 4. What each would cover, and how much of that a theme asks for already.
  const nearest = nearestAmong(existing, coverage);
  const themes = namings
    .map((naming): ProposedTheme => {
      const covered = coverage.count(naming.clusters);
      const { name, definition, counts, examples, words } = naming;
      return {
        id: themeIdOf(name),
        name,
        definition,
        counts,
        examples: examples.slice(0, examplesGiven),
        tickets: covered,
        share: covered / Math.max(1, tickets),
        words,
        nearest: nearest(naming),
      };
    })
    .sort((a, b) => b.tickets - a.tickets)
    .slice(0, most);
  return { tickets, themes, ...outcome };
}

/** Groups of tickets that themes are made of. */
export function groupsFor({ api }: RunOptions['endpoint'], most: number): number {
  return api === 'embedded' ? most : Math.ceil(most * groupsForEach);
}

/** Reads some of a theme's sentences as the embedded model would, by the themes that exist. */
function nearestAmong(
  existing: readonly ThemeAgent[],
  { some }: Coverage,
): (naming: Naming) => ProposedTheme['nearest'] {
  const classifier = createClassifier(existing);
  const idOf = themeFinder(existing);
  return ({ clusters, name }) => {
    const sentences = clusters.flatMap((cluster) => some[cluster] ?? []);
    const counts = new Map<string, number>();
    for (const sentence of sentences)
      for (const { theme, verdict } of classifier.read(sentence).themes)
        if (verdict === 'yes') counts.set(theme, (counts.get(theme) ?? 0) + 1);
    // A model may say itself that a group is one of them.
    const same = idOf(name);
    const [best] =
      same === undefined
        ? [...counts].sort(([, a], [, b]) => b - a)
        : [[same, counts.get(same) ?? 0] as const];
    return best === undefined ? null : { theme: best[0], overlap: best[1] / sentences.length };
  };
}
