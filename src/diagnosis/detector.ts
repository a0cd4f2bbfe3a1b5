import type { Case } from './case.ts';
import type { Finding } from './finding.ts';

/** A finding before it is known of which ticket. */
export type Found = Omit<Finding, 'ticket' | 'row' | 'absorbed' | 'also' | 'mates'>;

/** The docket in which an agent dealt with the case. */
export function docketOf(known: Case, agent: string): string[] {
  const docket = known.dockets.get(agent);
  return docket === undefined ? [] : [docket.id];
}
