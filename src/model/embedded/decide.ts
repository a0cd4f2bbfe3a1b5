import type { PassageEvidence } from './evidence.ts';
import type { Settings } from './settings.ts';

/** For each theme, by its number. */
export interface Standing {
  /** Its best passage's score, whatever the other themes have. */
  scores: Float64Array;
  /** How far it clears the bar by words of its own: 1 is just enough for a yes. */
  clearance: Float64Array;
  routed: boolean[];
}

/**
 * Themes are found one after the other, the best first. Each one claims the words that speak for it; a further theme
 * has to reach the bar by what those words say for it beyond that, and by the words nobody claimed.
 */
export function decide(evidence: PassageEvidence[], themes: number, settings: Settings): Standing {
  const scores = new Float64Array(themes);
  for (const passage of evidence) raise(scores, passage.scores);
  const best = Math.max(0, ...scores);
  const bar = Math.max(settings.threshold, settings.shareOfBest * best);

  const clearance = new Float64Array(themes);
  for (const passage of evidence) {
    raise(clearance, clearanceIn(passage, best, bar, themes, settings));
  }
  return { scores, clearance, routed: routeOf(scores, clearance, best, settings) };
}

function clearanceIn(
  { words, scores }: PassageEvidence,
  best: number,
  bar: number,
  themes: number,
  settings: Settings,
): Float64Array {
  const clearance = new Float64Array(themes);
  const claims = new Float64Array(words.length);
  const found = new Set<number>();
  let own = scores;
  for (;;) {
    const leader = leaderOf(own, found);
    if (leader === undefined) break;
    // The ticket's best theme is measured by the threshold alone.
    const lead = found.size === 0 && scores[leader] === best;
    const needed = lead ? settings.threshold : bar;
    const reached = (own[leader] ?? 0) / needed;
    if (reached < 1 || found.size === settings.themesAtMost) {
      for (let theme = 0; theme < themes; theme++) {
        if (!found.has(theme)) clearance[theme] = Math.min((own[theme] ?? 0) / bar, ALMOST);
      }
      if (lead) clearance[leader] = Math.min(reached, ALMOST);
      break;
    }
    found.add(leader);
    clearance[leader] = reached;
    own = unclaimed(words, claims, leader, themes, settings.claimed);
  }
  return clearance;
}

const ALMOST = 0.999;

/** What is left for each theme once `leader` has claimed its part of every word. */
function unclaimed(
  words: PassageEvidence['words'],
  claims: Float64Array,
  leader: number,
  themes: number,
  claimed: number,
): Float64Array {
  const left = new Float64Array(themes);
  for (const [at, { byTheme }] of words.entries()) {
    const claim = Math.max(claims[at] ?? 0, claimed * (byTheme[leader] ?? 0));
    claims[at] = claim;
    for (let theme = 0; theme < themes; theme++) {
      const beyond = (byTheme[theme] ?? 0) - claim;
      if (beyond > 0) left[theme] = (left[theme] ?? 0) + beyond;
    }
  }
  return left;
}

function leaderOf(scores: Float64Array, found: ReadonlySet<number>): number | undefined {
  let leader: number | undefined;
  for (let theme = 0; theme < scores.length; theme++) {
    if (found.has(theme)) continue;
    if (leader === undefined || (scores[theme] ?? 0) > (scores[leader] ?? 0)) leader = theme;
  }
  return leader;
}

/** Every yes, and the next best by score, whoever claimed the words: triage is for recall. */
function routeOf(
  scores: Float64Array,
  clearance: Float64Array,
  best: number,
  settings: Settings,
): boolean[] {
  const bar = Math.max(
    settings.threshold * settings.routeThreshold,
    best * settings.routeShareOfBest,
  );
  const routed = Array.from(clearance, (reached) => reached >= 1);
  const next = [...scores.keys()]
    .filter((theme) => !routed[theme] && (scores[theme] ?? 0) >= bar)
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  for (const theme of next.slice(0, settings.routeAtMost)) routed[theme] = true;
  return routed;
}

function raise(highest: Float64Array, values: Float64Array): void {
  for (let at = 0; at < highest.length; at++) {
    highest[at] = Math.max(highest[at] ?? 0, values[at] ?? 0);
  }
}
