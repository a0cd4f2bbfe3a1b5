import type { Route } from '../../agents/triage.ts';
import { describeRoute, Routing } from '../domain/decision/routing.ts';

/** What whatever triage there was said of a ticket. */
export interface Choice {
  /** 0 to 1; null where nobody read the ticket for it. */
  sentiment: number | null;
  /** The themes whose judges were to be asked. */
  routes: Route[];
  /** Why others were not, where that is known. */
  leftOut: Route[];
}

/** Reads a stored routing; nothing where triage was an agent, or there was none. */
export function choiceOf(
  stored: string | undefined,
  themes: readonly { id: string }[],
): Choice | undefined {
  if (stored === undefined) return undefined;
  const routing = Routing.parse(JSON.parse(stored));
  const reasons = themes.map(({ id }, index) => ({
    isAsked: routing.asked[index] === true,
    route: { theme: id, reason: describeRoute(routing, index) },
  }));
  return {
    sentiment: null,
    routes: reasons.filter(({ isAsked }) => isAsked).map(({ route }) => route),
    leftOut: reasons.filter(({ isAsked }) => !isAsked).map(({ route }) => route),
  };
}
