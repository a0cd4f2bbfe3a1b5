import type { Finding, Mode } from '../diagnosis/finding.ts';
import { bootstrapShare } from '../evaluation/statistics/bootstrap.ts';
import type { Share } from '../evaluation/statistics/wilson.ts';

/** Whom and what a diagnosis, or a guess, names first; nothing where it abstains. */
export type Named = Pick<Finding, 'agent' | 'mode'> | undefined;

/** A fault that was put into a run, and who was blamed for it. */
export interface Blame {
  mode: Mode;
  agent: string;
  named: Named;
}

export interface Accuracy {
  trials: number;
  agent: Share | undefined;
  mode: Share | undefined;
  joint: Share | undefined;
  abstained: number;
}

/** How often the agent, the mode and both are named rightly, with bootstrap intervals. */
export function accuracyOf(blames: readonly Blame[]): Accuracy {
  const share = (isHit: (blame: Blame) => boolean) => bootstrapShare(blames.map(isHit));
  return {
    trials: blames.length,
    agent: share(({ agent, named }) => named?.agent === agent),
    mode: share(({ mode, named }) => named?.mode === mode),
    joint: share(({ agent, mode, named }) => named?.agent === agent && named.mode === mode),
    abstained: blames.filter(({ named }) => named === undefined).length,
  };
}
