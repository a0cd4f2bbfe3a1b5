/** Models that answer a calibration's calls, each with a fault of its own, or with none. */
import type { Arranged } from '../../src/calibration/arrange-dockets.ts';
import { placesIn } from '../../src/calibration/arrange-dockets.ts';

/** What holds of a ticket and a theme. */
export type Truth = (ticket: string, theme: string) => boolean;

/** How likely a model gets one of a call's answers wrong, 0 to 1. */
type Slip = (call: Arranged, member: number) => number;

/** Where the answers of a call are due, worked out once for each call. */
function placesOf() {
  const known = new WeakMap<Arranged, number[]>();
  return (call: Arranged, member: number) => {
    const places = known.get(call) ?? placesIn(call);
    known.set(call, places);
    return places[member] ?? 0;
  };
}

/** By what it suffers from. Each changes about 4 % of the answers of two themes in a call, and more of more. */
export function plantedModels(truth: Truth): Record<string, Slip> {
  const place = placesOf();
  return {
    none: () => 0,
    position: (call, member) => (call.themes.length > 1 && place(call, member) > 0.5 ? 0.08 : 0),
    'neighbouring theme': ({ themes, members }, member) => {
      const { theme = '', ticket } = members[member] ?? {};
      const before = themes[themes.findIndex(({ id }) => id === theme) - 1];
      if (before === undefined || ticket === undefined) return 0;
      const [said, own] = [before.id, theme].map((id) => truth(ticket.address, id));
      return said && !own ? 0.6 : 0;
    },
    length: ({ themes }) => Math.min(0.3, 0.04 * (themes.length - 1)),
  };
}
