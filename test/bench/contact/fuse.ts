/** What a model whose answers can't be used costs before the run stops, or at the most. */
import { seededRandom } from '../../../src/domain/random.ts';
import type { Fault } from '../../support/chat-server.ts';
import { print } from '../print.ts';
import { measureBatch, openTickets } from './measure-batch.ts';

const useless: Record<string, Fault> = {
  prose: 'text',
  'a refusal': 'refusal',
  'broken arguments': 'broken-arguments',
  'ids made up': 'wrong-ids',
  'nothing at all': 'empty',
};
const sizes = [60, 3000];
const mostUseless = 40;

export async function printFuse(): Promise<void> {
  for (const [kind, fault] of Object.entries(useless))
    for (const tickets of sizes) {
      const { calls, planned } = await measureBatch(tickets, { faults: () => fault });
      print(
        `a model that answers ${kind}, ${tickets} tickets: calls until it stops`,
        `${calls} (planned ${planned})`,
        `<= ${mostUseless}`,
      );
    }
  for (const share of [0.05, 0.2, 0.5, 0.9]) await printSometimes(share, 600);
  await printOneJudge(600);
}

/** A model each of whose calls is useless by chance. */
async function printSometimes(share: number, tickets: number): Promise<void> {
  const random = seededRandom(7);
  const { calls, planned, report } = await measureBatch(tickets, {
    faults: () => (random() < share ? 'text' : undefined),
  });
  print(
    `useless for ${100 * share} % of its calls, ${tickets} tickets: calls`,
    `${calls} (planned ${planned})`,
    `<= ${3 * planned + 10}`,
  );
  print('  tickets without a decision', `${openTickets(report)}`, share <= 0.2 ? '0' : '');
}

/** One judge never answers usably, and the others always do. */
async function printOneJudge(tickets: number): Promise<void> {
  const theme = 'Theme: technology\n';
  let wasted = 0;
  const { calls, planned, report } = await measureBatch(tickets, {
    faults: (_, body) => {
      if (!JSON.stringify(body).includes(JSON.stringify(theme).slice(1, -1))) return undefined;
      wasted += 1;
      return 'text';
    },
  });
  print(
    `one judge of nine useless, ${tickets} tickets: its calls; all`,
    `${wasted}; ${calls} (planned ${planned})`,
    `<= ${mostUseless}; <= ${3 * planned + 10}`,
  );
  print('  tickets without a decision', String(openTickets(report)), '0');
}
