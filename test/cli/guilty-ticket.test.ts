import { describe, expect, it } from 'vitest';
import { explain } from '../../src/domain/decision/say-failure.ts';
import { apiError, type HttpError } from '../support/chat-faults.ts';
import type { ChatRequest } from '../support/chat-question.ts';
import { runCli } from '../support/run-cli.ts';
import { rowsOf, serveBatch } from '../support/served-batch.ts';

const guilty = 'guilty: kill the battery';
const texts = Array.from({ length: 40 }, (_, index) => `the bus was late, number ${index}`);

function serveGuilty(refusal: HttpError) {
  return serveBatch(texts.with(21, guilty), {
    refuses: ({ messages }: ChatRequest) =>
      JSON.stringify(messages).includes('guilty') ? refusal : undefined,
  });
}

const refusals: [kind: string, refusal: HttpError, cause: string][] = [
  ['a filter', apiError(400, 'content_filter', { code: 'content_filter' }), 'content_filter'],
  [
    'moderation',
    apiError(403, 'Input was flagged by moderation', { metadata: { reasons: ['violence'] } }),
    'moderation',
  ],
  [
    'an error in a success',
    { status: 200, body: { error: { code: 403, message: 'Flagged for harassment' } } },
    'moderation',
  ],
  ['a refusal without a word', { status: 400, body: undefined }, 'bad_request'],
  ['a firewall', { status: 403, body: 'Request blocked. Incident 7.' }, 'bad_request'],
  ['413', { status: 413, body: undefined }, 'too_long'],
  ['its length', apiError(400, 'Got 9000 tokens but at most 8192 are allowed'), 'too_long'],
  [
    'the length of a minute',
    apiError(429, 'Request too large on tokens per min (TPM): Limit 6000, Requested 7200.'),
    'too_long',
  ],
  ['no body', { status: 200, body: undefined }, 'empty_answer'],
  ['500', apiError(500, 'Internal error'), 'server_error'],
];

/** Calls of a run in which nothing is refused. */
const clean = 9;

describe('one ticket of 40 that is refused', () => {
  it.each(refusals)('by %s alone fails, with its own cause', async (_, refusal, cause) => {
    const { server, command, out } = await serveGuilty(refusal);
    const { code, stderr } = await runCli([...command, '--out', out]);
    expect({ code, stderr }).toMatchObject({ code: 1 });
    const left = rowsOf(out).filter(({ status }) => status !== 'decided');
    expect(left).toMatchObject([
      { text: guilty, justification: expect.stringContaining(explain(`${cause}: `)[0]) },
    ]);
    expect(server.count()).toBeLessThanOrEqual(3 * clean);
    // It waits longer and longer for a server that fails.
    if (cause === 'server_error') return;
    const before = server.count();
    expect((await runCli([...command, '--out', out])).code).toBe(1);
    expect(rowsOf(out).filter(({ status }) => status === 'decided')).toHaveLength(39);
    expect(server.count() - before).toBeLessThanOrEqual(10);
  });

  it('is one too many for nobody else: as many calls as ever where nothing is refused', async () => {
    const { server, command } = await serveBatch(texts);
    expect((await runCli(command)).code).toBe(0);
    expect(server.count()).toBe(clean);
  });
});
