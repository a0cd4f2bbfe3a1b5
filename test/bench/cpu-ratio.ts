/**
 * CPU per ticket of the whole tribunal (triage, judges, reconcile, ledger, spans, results) against
 * a plain loop that runs one SDK agent per ticket and theme, on the same instant model.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Runner, setTraceProcessors, withTrace } from '@openai/agents';
import { parse } from 'csv-parse/sync';
import { judgeSpec } from '../../agents/judge.ts';
import { buildAgent, type Docket } from '../../src/agent/agent.ts';
import { renderDocket } from '../../src/agent/docket.ts';
import type { Verdict } from '../../src/domain/decision/outcome.ts';
import { hearInstantly, instant, themes } from './instant.ts';
import { measureHereOf, withTempFolder } from './measured-run.ts';
import { writeTickets } from './throughput.ts';

/** Milliseconds of CPU per ticket, start-up left out. */
export async function measureCpuRatio() {
  const measure = async (...args: string[]) =>
    Number((await measureHereOf(import.meta.url, args)).stdout);
  return {
    loop: await measure('loop', '400'),
    tribunal: await measure('tribunal', '4000', 'triage', '32'),
    single: await measure('tribunal', '400', 'triage', '1'),
    everyJudge: await measure('tribunal', '2000', 'all', '8'),
  };
}

async function runLoop(file: string): Promise<void> {
  setTraceProcessors([]);
  const runner = new Runner();
  const agents = themes.map((theme) => buildAgent(judgeSpec(theme), instant, {}));
  for (const { feedback } of parse(readFileSync(file), { columns: true }) as { feedback: string }[])
    for (const agent of agents) {
      const docket: Docket<Verdict> = { ids: ['q1'] };
      await withTrace('loop', () =>
        runner.run(agent, renderDocket(['q1'], [{ text: feedback }]), { context: docket }),
      );
    }
}

/** What the measured process does. */
export async function measureHere(mode: string, tickets: string, route = '', docket = '') {
  await withTempFolder(async (folder) => {
    const file = path.join(folder, 'tickets.csv');
    writeTickets(file, Number(tickets));
    const before = process.cpuUsage();
    if (mode === 'loop') await runLoop(file);
    else
      await hearInstantly(file, folder, {
        route: route === 'all' ? 'all' : 'triage',
        docket: Number(docket),
      });
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(String((user + system) / 1000 / Number(tickets)));
  });
}
