import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { readRun } from '../../src/settings/read-run.ts';
import { tellMany } from '../../src/trace/tell-many.ts';
import type { TicketTrace } from '../../src/trace/ticket-trace.ts';
import { traceTree } from '../../src/trace/trace-tree.ts';
import { sensible } from '../support/answers.ts';
import type { Answerer } from '../support/chat-server.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { runCli } from '../support/run-cli.ts';
import { lateTexts, type ServedBatch, serveBatch } from '../support/served-batch.ts';

async function hear({ command, out }: ServedBatch, ...options: string[]) {
  return runCli([...command, '--docket', '4', '--out', out, '--force', ...options]);
}

/** The traces of the newest run's tickets. */
async function tell({ ledger: location }: ServedBatch): Promise<TicketTrace[]> {
  const ledger = await openLedger(location);
  try {
    const run = await readRun(ledger, undefined);
    const rows = Array.from({ length: 100 }, (_, index) => index + 1);
    return (await tellMany(ledger, run, rows)).map((outline) => traceTree(outline, run));
  } finally {
    await ledger.close();
  }
}

/** A tree as lines: each span's kind and name below its parent's. */
function draw({ spans }: TicketTrace): string[] {
  const depths = new Map<string, number>();
  return spans.map(({ id, parent, kind, name }) => {
    const depth = parent === undefined ? 0 : (depths.get(parent) ?? Number.NaN) + 1;
    depths.set(id, depth);
    return `${'  '.repeat(depth)}${kind} ${name}`;
  });
}

function chatsOf(traces: readonly TicketTrace[]) {
  return traces.flatMap(({ spans }) => spans.filter(({ kind }) => kind === 'chat'));
}

describe('the trace of a ticket', () => {
  it('has the workflow, its agents, and under each the calls of its docket', async () => {
    const batch = await serveBatch(lateTexts(10));
    await hear(batch);
    const traces = await tell(batch);
    expect(traces).toHaveLength(10);
    for (const trace of traces) {
      const [root = '', ...others] = draw(trace);
      expect(root).toBe('workflow tribunal');
      expect(others.slice(0, 3)).toEqual([
        '  agent triage',
        '    chat mock',
        '    tool route_tickets',
      ]);
      const judged = ['    chat mock', '    tool submit_verdicts'];
      expect(others.slice(3).sort()).toEqual(
        ['  agent judge:late_flight', '  agent judge:lost_bag', ...judged, ...judged].sort(),
      );
      const [first] = trace.spans;
      for (const { start, end } of trace.spans) {
        expect(start).toBeGreaterThanOrEqual(first?.start ?? Number.NaN);
        expect(end).toBeGreaterThanOrEqual(start);
      }
    }
    const ids = traces.flatMap(({ spans }) => spans.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(await tell(batch)).toEqual(traces);
  });

  it('shows its own question and answers, and nothing of the tickets beside it', async () => {
    const texts = ['late alpha', 'late bravo', 'late gamma', 'lost delta'];
    const batch = await serveBatch(texts);
    await hear(batch);
    for (const [index, trace] of (await tell(batch)).entries()) {
      const shown = JSON.stringify(trace);
      expect(texts.filter((text) => shown.includes(text))).toEqual([texts[index]]);
      const verdict = trace.spans.find(
        ({ kind, name }) => kind === 'agent' && name === 'judge:late_flight',
      );
      expect(verdict?.output).toEqual({
        verdict: index === 3 ? 'no' : 'yes',
        confidence: 0.9,
        quote: index === 3 ? '' : 'late',
        rationale: 'said by the test',
      });
    }
  });

  it('shares the tokens of a docket among its tickets', async () => {
    const batch = await serveBatch(lateTexts(4));
    await hear(batch);
    const [paid] = queryLedger(batch.ledger, 'select sum(tokens_in) as paid from dockets');
    const counted = chatsOf(await tell(batch)).map(({ tokens }) => tokens?.in ?? Number.NaN);
    expect(counted).toHaveLength(4 * 3);
    const sum = counted.reduce((total, tokens) => total + tokens, 0);
    expect(Math.abs(sum - Number(paid?.paid))).toBeLessThanOrEqual(counted.length / 2);
  });

  it('says of answers that were there already whose they are, and counts no tokens', async () => {
    const batch = await serveBatch(lateTexts(4));
    await hear(batch);
    const [first] = await tell(batch);
    await hear(batch);
    const traces = await tell(batch);
    expect(traces[0]?.id).not.toBe(first?.id);
    expect(chatsOf(traces)).toEqual([]);
    const agents = traces.flatMap(({ spans }) => spans.filter(({ kind }) => kind === 'agent'));
    expect(agents).toHaveLength(4 * 3);
    for (const { attributes, output } of agents) {
      expect(attributes['tribunal.reused_from']).toBe(first?.run);
      expect(output).toBeDefined();
    }
  });

  it('counts the tokens of the judge that was asked anew, and of no other', async () => {
    const batch = await serveBatch(lateTexts(4));
    await hear(batch, '--route', 'all');
    const themes = [
      { name: 'Late Flight', definition: 'The flight was late by an hour.' },
      { name: 'Lost bag', definition: 'A bag is lost.' },
    ];
    writeFileSync(batch.themes, JSON.stringify(themes));
    await hear(batch, '--route', 'all');
    for (const { spans } of await tell(batch)) {
      const name = (id: string | undefined) => spans.find((span) => span.id === id)?.name;
      const chats = spans.filter(({ kind }) => kind === 'chat');
      expect(chats.map(({ parent }) => name(parent))).toEqual(['judge:late_flight']);
      const reused = spans.filter(({ attributes }) => 'tribunal.reused_from' in attributes);
      expect(reused.map((span) => span.name)).toEqual(['judge:lost_bag']);
    }
  });

  it('counts no tokens for a ticket that reads like another of its run', async () => {
    const batch = await serveBatch(['late and lost', 'late  and  lost']);
    await hear(batch);
    const traces = await tell(batch);
    expect(traces.map((trace) => chatsOf([trace]).length).sort()).toEqual([0, 3]);
  });

  it('shows an agent without an answer as an error', async () => {
    const answer: Answerer = (question) =>
      question.tool === 'submit_verdicts' ? 'I would rather not say.' : sensible(question);
    const batch = await serveBatch(['late'], { answer });
    await hear(batch);
    const [trace] = await tell(batch);
    expect(trace?.spans[0]).toMatchObject({ error: { type: 'failed' } });
    const failed = trace?.spans.filter(({ kind, error }) => kind === 'agent' && error);
    expect(failed?.map(({ name, error }) => [name, error?.type])).toEqual(
      expect.arrayContaining([
        ['judge:late_flight', 'wrong_ids'],
        ['judge:lost_bag', 'wrong_ids'],
      ]),
    );
  });

  it('holds no word of a customer or a model where the run is redacted', async () => {
    const answer: Answerer = (question) => {
      if (question.tool === 'submit_verdicts') return sensible(question);
      const said = JSON.stringify(sensible(question)).replaceAll('might apply', 'smells of it');
      return JSON.parse(said);
    };
    const batch = await serveBatch(['late Ms Miller', 'lost Mr Baker'], { answer });
    await hear(batch);
    const [open] = await tell(batch);
    const words = ['Miller', 'smells of it', 'said by the test', '"T1"', '"late"'];
    const shown = JSON.stringify(open);
    for (const word of words) expect(shown).toContain(word);
    queryLedger(
      batch.ledger,
      `update runs set settings = json_set(settings, '$.redact', json('true'))`,
    );
    const [redacted] = await tell(batch);
    const kept = JSON.stringify(redacted);
    for (const word of words) expect(kept).not.toContain(word);
    expect(kept).toContain('late_flight');
    expect(kept).toMatch(/\[redacted [\da-f]{16}, length 14\]/);
    expect(redacted && draw(redacted)).toEqual(open && draw(open));
  });
});
