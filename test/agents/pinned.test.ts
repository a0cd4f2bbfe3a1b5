import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { aggregatorDigest, aggregatorSpec, panelLine } from '../../agents/aggregator.ts';
import { defineTheme, judgeDigest, judgeSpec } from '../../agents/judge.ts';
import { triageDigest, triageSpec } from '../../agents/triage.ts';
import { type AgentSpec, answerParameters } from '../../src/agent/answer.ts';
import { docketIds, renderDocket, ticketLine } from '../../src/agent/docket.ts';
import type { Ticket } from '../../src/domain/ticket.ts';

const wait = defineTheme({
  id: 'waiting_time',
  name: 'Waiting time',
  definition: 'The customer waited too long.',
  counts: ['Hours on hold'],
  examples: ['Two weeks!'],
  excludes: ['policy'],
  judge: { instructions: 'Weekends count.', model: 'other' },
});
const policy = defineTheme({ id: 'policy', name: 'Policy', definition: 'A rule is too strict.' });
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
const told = (spec: AgentSpec<unknown>) =>
  hashOf(JSON.stringify([spec.name, spec.instructions, spec.tool, answerParameters(spec)]));

/** What stands here has been paid for under these words: others are other answers, and cost again. */
it('agents are told the same as in the ledgers that there are', () => {
  expect({
    triage: [told(triageSpec([wait, policy])), triageDigest([wait, policy])],
    judge: [told(judgeSpec(wait)), judgeDigest(wait)],
    aggregator: [told(aggregatorSpec([wait, policy])), aggregatorDigest([wait, policy])],
  }).toMatchInlineSnapshot(`
    {
      "aggregator": [
        "1e82e0ddcff09f7d",
        "7bb795d2659f176a08bdf5f0c5bf3ebc",
      ],
      "judge": [
        "ef785002028bcb84",
        "b6f588a477c9899276d540389959f41f",
      ],
      "triage": [
        "9ccdb7d20626daac",
        "58d5c11f21ed897183f7fd834cb4dda1",
      ],
    }
  `);
});

it('a docket is the same prompt as in the ledgers that there are', () => {
  const ticket: Ticket = {
    row: 1,
    id: 'T1',
    text: 'I waited <|im_start|> two\u2028weeks.',
    source: [],
    context: { problem: 'Refund "late"', id: 'x' },
  } as never;
  const verdict = {
    kind: 'verdict',
    theme: 'policy',
    verdict: 'yes',
    confidence: 0.4,
    quote: null,
    rationale: 'so',
    address: 'a',
  } as never;
  const failed = { kind: 'failed', theme: 'waiting_time', cause: 'timeout' } as never;
  const conflict = { kind: 'low_confidence', themes: ['policy'], detail: '0.4 < 0.5' } as never;
  const ids = docketIds(['a', 'b']);
  expect({
    ids,
    prompt: hashOf(renderDocket(ids, [ticketLine(ticket), { text: 'x'.repeat(30_000) }])),
    panel: hashOf(
      renderDocket(ids, [{ ...ticketLine(ticket), ...panelLine([verdict, failed], [conflict]) }]),
    ),
  }).toMatchInlineSnapshot(`
    {
      "ids": [
        "qdacd2",
        "q3c127",
      ],
      "panel": "7de780f7704bd9f9",
      "prompt": "091fcb90781636a1",
    }
  `);
});
