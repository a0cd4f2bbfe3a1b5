import path from 'node:path';
import type { RunReport } from '../../../src/runs/close-run.ts';
import { runOptionsOf } from '../../../src/runs/run-options.ts';
import { sampleThemes } from '../../../src/themes/find-themes.ts';
import { batch } from '../../../workflows/batch.ts';
import { plan } from '../../../workflows/plan.ts';
import type { ChatServerOptions } from '../../support/chat-server.ts';
import { withTempFolder } from '../measured-run.ts';
import { writeMockTickets } from '../mock-tickets.ts';
import { withServer } from '../server.ts';

export function openTickets({ counts }: RunReport): number {
  return counts.tickets - counts.decided - counts.review;
}

/** Plans and runs `batch` over so many tickets in this process. */
export function measureBatch(
  tickets: number,
  server: ChatServerOptions,
): Promise<{ calls: number; planned: number; report: RunReport }> {
  return withServer({ keepRequests: false, ...server }, ({ baseURL, count }) =>
    withTempFolder(async (folder) => {
      const file = path.join(folder, 'tickets.csv');
      writeMockTickets(file, tickets);
      const options = runOptionsOf(file, {
        out: [path.join(folder, 'out.csv')],
        model: 'mock',
        baseUrl: baseURL,
        themes: sampleThemes,
        ledger: path.join(folder, 'ledger.db'),
      });
      const { chosen } = await plan(options);
      const never = new AbortController().signal;
      const report = await batch({
        ...options,
        stop: never,
        abort: never,
        onStart() {},
        onDecision() {},
      });
      const planned = chosen.calls.all;
      return { calls: count(), planned, report };
    }),
  );
}
