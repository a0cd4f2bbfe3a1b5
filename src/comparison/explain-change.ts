import type { Standing } from '../cases/read-standings.ts';
import type { Decision } from '../domain/decision/decision.ts';
import type { RunDifferences } from './run-differences.ts';

/** What a run says of a ticket and a theme. What triage left out is a no. */
export type Said = 'yes' | 'no' | 'failed';

/** A ticket as both runs decided it. */
export type Decided = Pick<Standing, 'stored' | 'sources'> & { decision: Decision };

/** A theme of which two runs say something else. */
export interface ChangedTheme {
  theme: string;
  first: Said;
  second: Said;
  /** What may be behind it: all that is not ruled out. */
  reasons: string[];
}

export function saidOf(theme: string, { outcomes, themes }: Decision): Said {
  const outcome = outcomes.find((one) => one.theme === theme);
  if (outcome === undefined || outcome.kind === 'failed') return 'failed';
  return themes.includes(theme) ? 'yes' : 'no';
}

/** The themes of which two runs say something else, each with its reasons. */
export function changedThemes(
  themes: readonly string[],
  first: Decided,
  second: Decided,
  differences: RunDifferences,
): ChangedTheme[] {
  return themes.flatMap((theme) => {
    const said = { first: saidOf(theme, first.decision), second: saidOf(theme, second.decision) };
    if (said.first === said.second) return [];
    return [{ theme, ...said, reasons: reasonsOf(theme, first, second, differences) }];
  });
}

/** Follows a theme's way through triage, its judge and the aggregator to where it parts. */
function reasonsOf(
  theme: string,
  first: Decided,
  second: Decided,
  differences: RunDifferences,
): string[] {
  const [one, other] = [first, second].map(({ decision }) =>
    decision.outcomes.find((outcome) => outcome.theme === theme),
  );
  if (one?.kind === 'failed' || other?.kind === 'failed' || !one || !other) return ['failed'];
  if (one.kind !== other.kind)
    return differs(differences, 'route')
      ? ['route']
      : differences.isLearning
        ? ['learned_triage']
        : answerReasons('triage', theme, first, second, differences);
  if (one.kind === 'verdict' && other.kind === 'verdict' && one.verdict !== other.verdict)
    return answerReasons(`judge:${theme}`, theme, first, second, differences);
  // The verdicts agree: it was decided after them.
  if (first.sources.aggregator === undefined && second.sources.aggregator === undefined)
    return ['rules'];
  return differs(differences, 'aggregate') ? ['aggregate'] : ['aggregator'];
}

/** Why an agent answered otherwise: an answer's address is made of all that determines it. */
function answerReasons(
  agent: string,
  theme: string,
  first: Decided,
  second: Decided,
  differences: RunDifferences,
): string[] {
  if (addressesOf(agent, first) === addressesOf(agent, second)) {
    const apart = ['server', 'docket'].filter((name) => differs(differences, name));
    return apart.length > 0 ? apart : ['asked_again'];
  }
  const { edited, onlyFirst, onlySecond } = differences;
  const areOthersEdited =
    edited.some((id) => id !== theme) || onlyFirst.length + onlySecond.length > 0;
  // Triage reads all themes, and so does the embedded model.
  const readsAll = agent === 'triage' || differences.isEmbedded;
  const reasons = [
    ...(first.stored.address === second.stored.address ? [] : ['ticket']),
    ...(differs(differences, 'model') ? ['model'] : []),
    ...(edited.includes(theme) ? ['theme'] : []),
    ...(readsAll && areOthersEdited ? ['other_themes'] : []),
    ...differences.settings.map(({ setting }) => setting).filter((name) => !told.has(name)),
  ];
  return reasons.length > 0 ? reasons : ['prompt'];
}

/** Settings that have reasons of their own, or are no part of an answer's address. */
const told = new Set('model,server,roles,route,aggregate,docket,rules'.split(','));

function differs({ settings }: RunDifferences, name: string): boolean {
  return settings.some(({ setting }) => setting === name);
}

/** A judge that votes has several. */
function addressesOf(agent: string, { sources }: Decided): string {
  return Object.entries(sources)
    .filter(([name]) => name === agent || name.startsWith(`${agent}#`))
    .map(([, address]) => address)
    .join(' ');
}
