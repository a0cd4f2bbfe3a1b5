import type { VerdictOutcome } from '../domain/decision/outcome.ts';
import { usualRules } from '../domain/decision/reconcile.ts';
import { paraphrases } from '../domain/text/quote.ts';
import type { Case } from './case.ts';
import { docketOf, type Found } from './detector.ts';
import { isRight, replayThemes } from './replay.ts';

/** Triage and judges whose answer a person's label contradicts. */
export function detectWrongAnswers(known: Case): Found[] {
  const { gold, decision, reading } = known;
  if (gold === undefined) return [...doubtfulVerdicts(known), ...auditedMisses(known)];
  return decision.outcomes.flatMap((outcome): Found[] => {
    const { theme } = outcome;
    const applies = gold.includes(theme);
    if (outcome.kind === 'not_routed') {
      if (!applies || reading === undefined) return [];
      if (reading.routes.some((route) => route.theme === theme)) return [];
      const why = reading.leftOut?.find((left) => left.theme === theme)?.reason ?? 'left it out';
      return [contradicts(known, 'triage', 'triage_missed_theme', theme, why)];
    }
    if (outcome.kind === 'failed' || (outcome.verdict === 'yes') === applies) return [];
    const mode = applies ? 'false_no' : 'false_yes';
    return [contradicts(known, `judge:${theme}`, mode, theme, sayingOf(outcome))];
  });
}

/** A yes whose proof is not in the ticket: the trace shows it, whatever the truth is. */
export function detectQuotes(known: Case): Found[] {
  return known.decision.conflicts
    .filter(({ kind }) => kind === 'quote_not_in_ticket')
    .flatMap(({ themes, detail }) =>
      themes.flatMap((theme) =>
        quoteFaults(known, theme).map((mode) => ({
          agent: `judge:${theme}`,
          mode,
          certainty: 'proved_by_trace' as const,
          themes: [theme],
          detail: known.borrowed.has(theme)
            ? `${detail}, but in another one of the call: "${known.borrowed.get(theme)?.slice(0, 80)}"`
            : detail,
          dockets: docketOf(known, `judge:${theme}`),
        })),
      ),
    );
}

function quoteFaults({ ticket, decision, borrowed }: Case, theme: string): Found['mode'][] {
  if (borrowed.has(theme)) return ['quote_from_other_ticket', 'quote_not_in_ticket'];
  const outcome = decision.outcomes.find((candidate) => candidate.theme === theme);
  const quote = outcome?.kind === 'verdict' ? outcome.quote : null;
  return quote !== null && paraphrases(quote, ticket) ? ['paraphrased'] : ['quote_not_in_ticket'];
}

/** Right verdicts that the aggregator or the rules set aside. */
export function detectOverruling(known: Case): Found[] {
  const { gold, ruling } = known;
  const byVerdicts = verdictsSay(known);
  if (gold === undefined) return ruling === undefined ? [] : suspectedOverruling(known);
  const wrong = differing(known.decision.themes, gold).filter(
    (theme) => byVerdicts.has(theme) && byVerdicts.get(theme) === gold.includes(theme),
  );
  // A decision that doesn't follow from what is known of it proves nothing.
  if (wrong.length === 0 || !isRight(replayThemes(known), known.decision.themes)) return [];
  const withoutRuling = replayThemes(known, { withoutRuling: true });
  return wrong.flatMap((theme): Found[] => {
    const isWrongWithout = withoutRuling.includes(theme) !== gold.includes(theme);
    const isDisproved = known.decision.conflicts.some(
      ({ kind, themes }) => kind === 'quote_not_in_ticket' && themes.includes(theme),
    );
    // A right yes with a made-up proof falls by its own fault.
    if (isDisproved && isWrongWithout) return [];
    const isRulings =
      ruling !== undefined && ruling.themes.includes(theme) !== gold.includes(theme);
    const agent = isRulings ? 'aggregator' : 'rules';
    const said = gold.includes(theme) ? 'yes' : 'no';
    return [
      {
        agent,
        mode: isRulings ? 'aggregator_overruled' : 'rules_wrong',
        certainty: 'contradicts_label',
        themes: [theme],
        detail: `the judge rightly said ${said}; ${isRulings ? ruling?.justification : rulesAbout(known, theme)}`,
        dockets: isRulings ? docketOf(known, 'aggregator') : docketOf(known, `judge:${theme}`),
      },
    ];
  });
}

/** Without a label: verdicts that nothing speaks against, and the aggregator decided otherwise. */
function suspectedOverruling(known: Case): Found[] {
  const standing = replayThemes(known, { withoutRuling: true });
  // Where nobody said yes it was asked to find out whether somebody should have.
  const isAskedForMore = known.decision.conflicts.some(({ kind }) => kind === 'no_theme');
  const sureNo = known.decision.outcomes.filter(
    (outcome) =>
      !isAskedForMore &&
      outcome.kind === 'verdict' &&
      outcome.verdict === 'no' &&
      outcome.confidence >= usualRules.confidence_floor,
  );
  const dropped = standing.filter((theme) => !known.decision.themes.includes(theme));
  const added = sureNo.map(({ theme }) => theme).filter((id) => known.decision.themes.includes(id));
  return [...dropped, ...added].map((theme) => ({
    agent: 'aggregator',
    mode: 'aggregator_overruled',
    certainty: 'suspected',
    themes: [theme],
    detail: `nothing spoke against the judge's ${added.includes(theme) ? 'no' : 'yes'}: ${known.ruling?.justification}`,
    dockets: docketOf(known, 'aggregator'),
  }));
}

/** Without a label: what a judge was not sure of itself, and the weaker of two that exclude each other. */
function doubtfulVerdicts(known: Case): Found[] {
  const { decision } = known;
  const unsure = decision.conflicts
    .filter(({ kind }) => kind === 'low_confidence')
    .flatMap(({ themes }) => themes);
  const rivals = decision.conflicts
    .filter(({ kind }) => kind === 'excluding_themes')
    .flatMap(({ themes }) => themes);
  return decision.outcomes.flatMap((outcome): Found[] => {
    if (outcome.kind !== 'verdict') return [];
    const isRival = rivals.includes(outcome.theme);
    if (!unsure.includes(outcome.theme) && !isRival) return [];
    const mode = outcome.verdict === 'yes' ? 'false_yes' : 'false_no';
    const agent = `judge:${outcome.theme}`;
    const doubt = isRival
      ? 'a theme that excludes it has a yes too'
      : 'the judge was not confident';
    return [
      {
        agent,
        mode,
        certainty: 'suspected',
        themes: [outcome.theme],
        detail: `${doubt}: ${sayingOf(outcome)}`,
        dockets: docketOf(known, agent),
      } as Found,
    ];
  });
}

/** An audit asked the judge whom triage left out, and it says yes: that judge may be wrong. */
function auditedMisses(known: Case): Found[] {
  return known.audits.flatMap((outcome): Found[] => {
    if (outcome.kind !== 'verdict' || outcome.verdict === 'no') return [];
    return [
      {
        agent: 'triage',
        mode: 'triage_missed_theme',
        certainty: 'suspected',
        themes: [outcome.theme],
        detail: `an audit asked the judge: ${sayingOf(outcome)}`,
        dockets: [...docketOf(known, 'triage'), ...docketOf(known, `audit:${outcome.theme}`)],
      },
    ];
  });
}

function contradicts(
  known: Case,
  agent: string,
  mode: Found['mode'],
  theme: string,
  detail: string,
): Found {
  const dockets = docketOf(known, agent);
  return { agent, mode, certainty: 'contradicts_label', themes: [theme], detail, dockets };
}

function sayingOf({ verdict, confidence, quote, rationale }: VerdictOutcome): string {
  const proof = quote === null || quote === '' ? '' : `, "${quote}"`;
  return `${verdict} (${confidence})${proof}: ${rationale}`;
}

/** What each judge says of its theme: true for a yes. */
function verdictsSay({ decision }: Case): Map<string, boolean> {
  return new Map(
    decision.outcomes.flatMap((outcome) =>
      outcome.kind === 'verdict' ? [[outcome.theme, outcome.verdict === 'yes'] as const] : [],
    ),
  );
}

function differing(themes: readonly string[], gold: readonly string[]): string[] {
  return [
    ...themes.filter((theme) => !gold.includes(theme)),
    ...gold.filter((theme) => !themes.includes(theme)),
  ];
}

function rulesAbout({ decision }: Case, theme: string): string {
  const said = [
    ...decision.rules.filter(({ detail }) => detail.includes(theme)),
    ...decision.conflicts.filter(({ themes }) => themes.includes(theme)),
  ].map(({ detail }) => detail);
  return said.join('; ') || 'no rule says why';
}
