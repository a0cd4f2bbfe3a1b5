import { describe, expect, it } from 'vitest';
import type { CallRow, DocketRow } from '../../../src/ledger/schema.ts';
import { onEveryEngine } from '../../support/engines.ts';

let calls = 0;

/** A paid call that was out from 1,000 to 1,200 ms. */
function call(change: Partial<CallRow> = {}): CallRow {
  calls += 1;
  return {
    id: `call ${calls}`,
    run: 'a',
    docket: 'answered',
    endpoint: 'server',
    process: 'one',
    state: 'settled',
    sent_at: 1000,
    settled_at: 1200,
    queued: 0,
    waited: 0,
    cause: null,
    tokens: 15,
    tokens_in: 10,
    tokens_cached: 0,
    tokens_out: 5,
    cost: 0.5,
    ...change,
  };
}

function docket(id: string, change: Partial<DocketRow> = {}): DocketRow {
  return {
    id,
    run: 'a',
    agent: 'triage',
    size: 2,
    answered: 2,
    parent: null,
    started_at: 1,
    milliseconds: 0,
    cause: null,
    detail: null,
    calls: 1,
    tokens_in: 10,
    tokens_cached: 0,
    tokens_out: 5,
    carrier: null,
    share: 1,
    ...change,
  };
}

function decision(row: number, reused: number, run = 'a') {
  const rest = {
    status: 'decided',
    themes: '',
    confidence: 1,
    body: '{}',
    sentiment: null,
    failed: '',
  };
  return { run, row, reused, ...rest };
}

onEveryEngine((engine) => {
  async function booksOf(rows: {
    calls?: CallRow[];
    dockets?: DocketRow[];
    decisions?: ReturnType<typeof decision>[];
  }) {
    const { ledger } = await engine.open();
    await ledger.write({ dockets: [docket('answered')], ...rows });
    return ledger.records.books('a');
  }

  describe('the books of a run', () => {
    it('are empty where it made no calls', async () => {
      expect(await booksOf({})).toEqual({
        paid: 0,
        wasted: 0,
        wastedBy: {},
        failed: {},
        unknown: 0,
        reused: 0,
        cost: 0,
        unpriced: 0,
        waited: { forLimit: 0, forModel: 0, forUs: 0 },
        pace: null,
      });
    });

    it('tell paid calls from failed ones, by cause, and from those that nobody knows of', async () => {
      const books = await booksOf({
        calls: [
          ...[call(), call(), call({ cause: 'timeout' }), call({ cause: 'timeout' })],
          ...[call({ cause: 'rate_limit' }), call({ state: 'unknown' }), call({ state: 'sent' })],
          ...[call({ state: 'intent' }), call({ run: 'another' })],
        ],
      });
      expect(books).toMatchObject({
        paid: 2,
        failed: { timeout: 2, rate_limit: 1 },
        unknown: 2,
      });
    });

    it('call those paid calls wasted whose dockets brought nothing, and no others', async () => {
      const books = await booksOf({
        dockets: [
          docket('answered'),
          docket('half', { answered: 1, cause: 'wrong_ids' }),
          docket('nothing', { answered: 0, cause: 'text_instead_of_tool' }),
          docket('old', { answered: null, cause: 'text_instead_of_tool' }),
        ],
        calls: [
          ...['answered', 'half', 'nothing', 'nothing', 'old'].map((docket) => call({ docket })),
          call({ docket: 'nothing', cause: 'timeout' }),
        ],
      });
      expect(books).toMatchObject({ paid: 5, wasted: 2 });
    });

    it('count the answers that were there already, decision by decision', async () => {
      const decisions = [decision(1, 3), decision(2, 0), decision(3, 1), decision(1, 9, 'another')];
      expect(await booksOf({ decisions })).toMatchObject({ reused: 4 });
    });

    it('add up what is known of the cost, and count the calls of which it is not', async () => {
      const books = await booksOf({
        calls: [
          ...[call({ cost: 0.25 }), call({ cost: 0.5, cause: 'timeout' }), call({ cost: 0 })],
          ...[call({ cost: null }), call({ cost: null, state: 'unknown', settled_at: null })],
          call({ cost: null, state: 'intent' }),
        ],
      });
      expect(books).toMatchObject({ cost: 0.75, unpriced: 2 });
    });

    it('say what the time of dockets went into: the limit, the model, the rest for us', async () => {
      const books = await booksOf({
        dockets: [
          docket('answered', { milliseconds: 900 }),
          docket('other', { milliseconds: 600, run: 'a' }),
          docket('foreign', { milliseconds: 5000, run: 'another' }),
        ],
        calls: [
          call({ queued: 30, waited: 400 }),
          call({ queued: 20, settled_at: 1300 }),
          call({ state: 'unknown', settled_at: null }),
        ],
      });
      const forModel = 30 + 20 + 200 + 300;
      const forUs = 900 + 600 - 400 - forModel;
      expect(books.waited).toEqual({ forLimit: 400, forModel, forUs });
    });

    it('never say less than nothing was for us, though calls of one docket overlap', async () => {
      const books = await booksOf({
        dockets: [docket('answered', { milliseconds: 100 })],
        calls: [call(), call()],
      });
      expect(books.waited.forUs).toBe(0);
    });

    it('measure the pace while processes called, not while none was there', async () => {
      const at = (second: number, process: string) => call({ sent_at: 1000 * second, process });
      // 3 steps in 6 seconds, an hour of nobody, 2 steps in 4 seconds: one in 2 seconds.
      const books = await booksOf({
        calls: [
          ...[at(0, 'one'), at(2, 'one'), at(4, 'one'), at(6, 'one')],
          ...[at(3600, 'two'), at(3602, 'two'), at(3604, 'two')],
        ],
      });
      expect(books.pace).toBeCloseTo(30);
    });

    it('say no pace of a second or less', async () => {
      const books = await booksOf({ calls: [call({ sent_at: 0 }), call({ sent_at: 900 })] });
      expect(books.pace).toBeNull();
    });
  });
});
