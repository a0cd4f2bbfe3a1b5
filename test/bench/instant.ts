/** The whole tribunal on a model that answers at once, in this process. */
import path from 'node:path';
import { type Model, Usage } from '@openai/agents';
import { docketLines } from '../../src/self-test/docket-lines.ts';
import { sampleThemes } from '../../src/themes/find-themes.ts';
import { loadThemes } from '../../src/themes/load-themes.ts';
import { batch } from '../../workflows/batch.ts';

export const themes = await loadThemes(sampleThemes);
const themeIds = themes.map(({ id }) => id);

/** Two routes a ticket, every verdict a no, every decision empty. */
export const instant: Model = {
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

/** Hears a file with a ledger and results in that folder. */
export async function hearInstantly(
  file: string,
  folder: string,
  options: { route: 'triage' | 'all'; docket: number },
) {
  return batch({
    ...options,
    file,
    columns: {},
    themes: sampleThemes,
    ledger: path.join(folder, 'ledger.db'),
    endpoint: { model: 'instant', baseURL: '', api: 'embedded' },
    window: () => ({ model: () => instant, identity: () => 'instant' }),
    aggregate: 'conflicts',
    concurrency: { start: 8, most: 8 },
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
