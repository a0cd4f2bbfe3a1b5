import { Hono } from 'hono';
import { testAgainst } from '../../../evaluation/agreement/compare-people.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { Counting } from '../../api/trust/counting.ts';
import { countView, ticketsOf } from '../runs/breakdown.ts';
import type { ResultLists } from '../runs/rows/result-lists.ts';
import type { RunView } from '../runs/run-view.ts';

/** How far a run's shares hold. */
export function countsRoutes(ledger: Ledger, lists: ResultLists): Hono {
  return new Hono().get('/runs/:run/counting', async (context) =>
    context.json<Counting>(await tell(ledger, await lists.view(context.req.param('run')))),
  );
}

async function tell(ledger: Ledger, view: RunView): Promise<Counting> {
  const { themes, labels, margin } = await countView(ledger, view);
  const drawn = [...(await ledger.samples.of(view.id)).keys()];
  const people = new Map<number, Map<string, ReadonlySet<string>>>();
  for (const { row, author, themes: ids } of await ledger.labels.every(view.id, drawn))
    people.set(row, (people.get(row) ?? new Map()).set(author, new Set(ids.split('|'))));
  const known = themes.flatMap(({ name, low, high }) =>
    low === null || high === null ? [] : [{ name, low, high }],
  );
  const needed = themes.flatMap((theme) => theme.needed ?? []);
  const { agreement } = labels;
  return {
    tickets: view.count,
    drawn: drawn.length,
    labelled: people.size,
    margin,
    used: labels.used,
    widest: known.toSorted((one, other) => other.high - other.low - one.high + one.low)[0] ?? null,
    needed: needed.length === 0 ? null : Math.max(...needed),
    standIn: agreement && testAgainst(view.run.parsed.themes, await ticketsOf(view), people),
    agreement: agreement && {
      ...agreement,
      disputed: agreement.disputed.map(({ theme, tickets }) => ({
        name: themes.find(({ id }) => id === theme)?.name ?? theme,
        tickets,
      })),
    },
  };
}
