import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type Model,
  type ModelRequest,
  setTraceProcessors,
  Usage,
  withGenerationSpan,
} from '@openai/agents';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { Repairs } from '../../src/model/answers/repairs.ts';
import { docketLines } from '../../src/self-test/docket-lines.ts';
import { SpanRecorder } from '../../src/trace/recorder.ts';
import { spanRouter } from '../../src/trace/span-router.ts';
import { Gauge } from '../../src/tribunal/dockets/docket-size.ts';
import { type Court, type CourtOptions, openCourt } from '../../src/tribunal/queue/run-context.ts';
import { whenTestEnds } from './endings.ts';

/** A court over a ledger in a temporary folder, or over that one; both go when the test ends. */
export async function holdCourt({
  docketSize = 4,
  ledger: given,
  ...options
}: Partial<CourtOptions> & { docketSize?: number; ledger?: Ledger } = {}): Promise<Court> {
  const ledger = given ?? (await tempLedger()).ledger;
  const recorder = new SpanRecorder((rows) => ledger.write(rows));
  setTraceProcessors([spanRouter]);
  return openCourt(ledger, recorder, {
    run: 'run',
    baseURL: '',
    gauge: new Gauge(docketSize),
    repairs: new Repairs(),
    concurrency: 4,
    fresh: false,
    claims: undefined,
    beginCalls: () => {},
    takeCalls: () => [],
    redactor: undefined,
    stop: new AbortController().signal,
    abort: new AbortController().signal,
    ...options,
  });
}

export async function tempLedger(): Promise<{ ledger: Ledger; folder: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tribunal-test-'));
  whenTestEnds(() => rmSync(folder, { recursive: true, force: true }));
  const ledger = await openLedger(path.join(folder, 'ledger.db'));
  whenTestEnds(() => ledger.close());
  return { ledger, folder };
}

export interface Asked {
  tool: string;
  instructions: string;
  lines: Record<string, unknown>[];
}

/** A model whose words the test chooses: what it gives is the tool's arguments, or plain text. */
export function speak(
  say: (asked: Asked, call: number) => object | string | Promise<object>,
): Model & { asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    getResponse: (request: ModelRequest) =>
      withGenerationSpan(async () => {
        const [tool] = request.tools;
        const question: Asked = {
          tool: tool?.type === 'function' ? tool.name : '',
          instructions: request.systemInstructions ?? '',
          lines: docketLines(request.input),
        };
        asked.push(question);
        const said = await say(question, asked.length);
        return {
          usage: new Usage({ requests: 1, inputTokens: 10, outputTokens: 5, totalTokens: 15 }),
          output:
            typeof said === 'string'
              ? [
                  {
                    type: 'message',
                    role: 'assistant',
                    status: 'completed',
                    content: [{ type: 'output_text', text: said }],
                  },
                ]
              : [
                  {
                    type: 'function_call',
                    callId: `call_${asked.length}`,
                    name: question.tool,
                    arguments: JSON.stringify(said),
                    status: 'completed',
                  },
                ],
        };
      }),
    getStreamedResponse() {
      throw new Error('not asked for');
    },
  };
}

/** Verdicts on all lines of a docket. */
export function verdicts(lines: Record<string, unknown>[], verdict: 'yes' | 'no' = 'no') {
  return {
    verdicts: lines.map(({ id, text }) => ({
      ticket: id,
      verdict,
      confidence: 0.9,
      quote: verdict === 'yes' ? String(text) : '',
      rationale: 'said by the test',
    })),
  };
}
