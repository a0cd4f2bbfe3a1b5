import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CountedLabels } from '../../../src/evaluation/counts/counted-labels.ts';
import { countTheme, tallyTickets } from '../../../src/evaluation/counts/counted-themes.ts';
import type { CountedTicket } from '../../../src/evaluation/counts/counted-tickets.ts';
import { estimateShare } from '../../../src/evaluation/counts/estimate-share.ts';

const ids = fc.constantFrom(new Set<string>(), new Set(['a']), new Set(['a', 'b']), new Set(['b']));
const ticket = fc.record({
  status: fc.constantFrom('decided', 'review', 'failed'),
  said: ids,
  failed: ids,
  audit: fc.option(fc.constantFrom(0.1, 0.5)),
  label: fc.option(ids),
});

it('counts a theme as a plain look at each ticket does', () => {
  fc.assert(
    fc.property(fc.array(ticket, { minLength: 1, maxLength: 60 }), (made) => {
      const byRow: CountedLabels['byRow'] = new Map();
      const tickets = made.map(({ audit, label, ...rest }, index): CountedTicket => {
        if (label !== null) byRow.set(index, { themes: label, chance: 0.5 });
        const audited =
          audit === null ? {} : { audited: { asked: 1, yes: new Map([['a', audit]]) } };
        return { row: index, confidence: null, group: '', ...rest, ...audited };
      });
      const labels = { byRow, leftOut: 0, notes: [], agreement: null };
      const tallied = tallyTickets(tickets, labels);
      for (const id of ['a', 'b']) {
        const { count, rawVariance, answered, estimate } = countTheme(
          { id, name: id },
          tallied,
          0.05,
        );
        const chance = ({ audited }: CountedTicket) => audited?.yes.get(id) ?? 1;
        const said = tickets.filter((one) => one.said.has(id));
        const failed = tickets.filter(
          (one) => !one.said.has(id) && (one.status === 'failed' || one.failed.has(id)),
        );
        expect(count.failed).toBe(failed.length);
        expect(answered).toBe(tickets.length - failed.length);
        const whole = said.reduce((sum, one) => sum + 1 / chance(one), 0);
        if (answered === 0) expect(count.raw).toBeNull();
        else expect(count.raw).toBeCloseTo(Math.min(1, whole / answered), 9);
        const spread = tickets.reduce((sum, one) => sum + (1 - chance(one)) / chance(one) ** 2, 0);
        expect(rawVariance).toBeCloseTo(spread / Math.max(1, answered) ** 2, 9);
        const labelled = tickets.flatMap((one) => {
          const label = byRow.get(one.row)?.themes;
          return label === undefined
            ? []
            : [{ label: label.has(id), said: one.said.has(id), chance: 0.5 }];
        });
        expect(count.labels).toBe(labelled.length);
        const all = { tickets: tickets.length, said: said.length };
        expect(estimate).toEqual(labelled.length < 5 ? null : estimateShare(labelled, all));
      }
    }),
  );
});
