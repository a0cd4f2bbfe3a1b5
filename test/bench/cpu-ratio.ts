/**
 * CPU per ticket of the whole tribunal (triage, judges, reconcile, ledger, spans, results) against
 * a plain loop that runs one SDK agent per ticket and theme, on the same instant model.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Model, Runner, setTraceProcessors, Usage, withTrace } from '@openai/agents';
import { parse } from 'csv-parse/sync';
import { buildAgent, type Docket } from '../../agents/agent.ts';
import { renderDocket } from '../../agents/docket.ts';
import { judgeSpec } from '../../agents/judge.ts';
import { loadThemes, ownThemes } from '../../agents/load-themes.ts';
import type { Verdict } from '../../src/domain/outcome.ts';
import { docketLines } from '../../src/model/docket-lines.ts';
import { batch } from '../../workflows/batch.ts';
import { measureRun, withTempFolder } from './measured-run.ts';
import { writeTickets } from './throughput.ts';

/** Answers at once: two routes a ticket, every verdict a no, every decision empty. */
const instant: Model = {
  async getResponse({ input, tools }) {
    const lines = docketLines(input);
    const [tool] = tools;
    const name = tool?.type === 'function' ? tool.name : '';
    const answer = {
      route_tickets: {
        tickets: lines.map(({ id }, index) => ({
          ticket: id,
          routes: [0, 1].map((n) => ({ theme: themeIds[(index + n) % 9], reason: 'bench' })),
          sentiment: 0.5,
        })),
      },
      submit_verdicts: {
        verdicts: lines.map(({ id }) => ({
          ticket: id,
          verdict: 'no',
          confidence: 0.9,
          quote: '',
          rationale: 'bench',
        })),
      },
      submit_decisions: {
        decisions: lines.map(({ id }) => ({
          ticket: id,
          themes: [],
          confidence: 0.9,
          sentiment: 0.5,
          justification: 'bench',
          needs_review: false,
        })),
      },
    }[name];
    return {
      usage: new Usage({ requests: 1 }),
      output: [
        {
          type: 'function_call',
          callId: 'bench',
          name,
          arguments: JSON.stringify(answer),
          status: 'completed',
        },
      ],
    };
  },
  getStreamedResponse() {
    throw new Error('not asked for');
  },
};

const themes = await loadThemes(ownThemes);
const themeIds = themes.map(({ id }) => id);

/** Milliseconds of CPU per ticket, start-up left out. */
export async function measureCpuRatio() {
  const self = path.relative('.', fileURLToPath(import.meta.url));
  const measure = async (...args: string[]) =>
    Number((await measureRun('test/bench/run-cpu-ratio.mjs', [self, ...args])).stdout);
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

async function runTribunal(file: string, folder: string, route: string, docket: string) {
  await batch({
    file,
    columns: {},
    themes: ownThemes,
    ledger: path.join(folder, 'ledger.db'),
    endpoint: { model: 'instant', baseURL: '', api: 'embedded' },
    window: () => ({ model: () => instant, identity: () => 'instant' }),
    route: route === 'all' ? 'all' : 'triage',
    aggregate: 'conflicts',
    docket: Number(docket),
    concurrency: 8,
    timeoutMs: 60_000,
    fresh: false,
    stop: new AbortController().signal,
    abort: new AbortController().signal,
    out: [path.join(folder, 'out.csv')],
    wide: false,
    force: false,
    onStart() {},
    onDecision() {},
  });
}

/** What the measured process does. */
export async function measureHere(mode: string, tickets: string, route = '', docket = '') {
  await withTempFolder(async (folder) => {
    const file = path.join(folder, 'tickets.csv');
    writeTickets(file, Number(tickets));
    const before = process.cpuUsage();
    if (mode === 'loop') await runLoop(file);
    else await runTribunal(file, folder, route, docket);
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(String((user + system) / 1000 / Number(tickets)));
  });
}
