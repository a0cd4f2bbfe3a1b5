import type { Decision } from '../domain/decision/decision.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { GoldRow } from '../ledger/schema.ts';

/** The reason of a label that was given while the run went through the file with a person beside it. */
export const givenInStep = 'sequential --step';

/** What a person said of a run's tickets as it went, by row: results say so too. */
export async function correctionsOf(ledger: Ledger, run: string): Promise<Map<number, GoldRow>> {
  const said = new Map<number, GoldRow>();
  if ((await ledger.gold.countSince(run, 0)) === 0) return said;
  for await (const label of ledger.labels.standing(run))
    if (label.run === run && label.reason === givenInStep) said.set(Number(label.row), label);
  return said;
}

/** The decision as a person left it; the ledger keeps what the tribunal decided. */
export function correct(decision: Decision, label: GoldRow | undefined): Decision {
  if (label === undefined) return decision;
  const themes = label.themes.split('|').filter((theme) => theme !== '');
  const named = (ids: readonly string[]) => (ids.length === 0 ? 'no theme' : ids.join(', '));
  const isSame = named(themes) === named(decision.themes);
  return {
    ...decision,
    status: 'decided',
    themes,
    justification: isSame
      ? `${decision.justification.replace(/\.?$/, '.')} Confirmed by ${label.author}.`
      : `Corrected by ${label.author} to ${named(themes)}; the tribunal had said ${named(decision.themes)}: ${decision.justification}`,
  };
}
