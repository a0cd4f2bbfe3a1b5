import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import {
  lateTexts,
  questionsAsked,
  repeatedIn,
  type ServedBatch,
  serveBatch,
  showRun,
} from '../support/served-batch.ts';

/** Dollars for all answers so far, at so many dollars for a million tokens. */
function paidTo({ usage }: ServedBatch['server'], perMillion: number): number {
  return ((usage.in + usage.out) * perMillion) / 1e6;
}

describe('tokens and cost', () => {
  it.each(['chat', 'responses'])('are what the server said over the %s API', async (api) => {
    const faults = ['server-error', 'wrong-ids', undefined, 'text', 'missing-id', 'bad-arguments'];
    const { server, command, ledger } = await serveBatch(lateTexts(12), {
      cachedShare: 0.4,
      faults: (index) => faults[index] as 'text' | undefined,
    });
    const { stdout } = await runCli([...command, '--docket', '4', '--api', api, '--price', '2,8']);
    const { costs, books, text } = await showRun(ledger);
    const { in: tokensIn, cached: tokensCached, out: tokensOut } = server.usage;
    expect(tokensCached).toBeGreaterThan(0.3 * tokensIn);
    expect(costs).toMatchObject({ tokensIn, tokensCached, tokensOut });
    expect(books.cost).toBeCloseTo((2 * tokensIn + 8 * tokensOut) / 1e6, 9);
    expect(books.unpriced).toBe(0);
    const said = (count: number) => count.toLocaleString('en-US');
    const tokens = `${said(tokensIn)} in (40 % cached), ${said(tokensOut)} out`;
    expect(text).toMatch(/^cost +\$0\.\d+$/m);
    expect(text).toContain(`tokens    ${tokens}\n`);
    expect(stdout).toContain(`Tokens: ${tokens}; $0.`);
  });

  it('are nought for a server on this machine', async () => {
    const { server, command, ledger } = await serveBatch(lateTexts(3));
    const { stdout } = await runCli([...command, '--service-tier', 'flex']);
    expect(stdout).toMatch(/^Tokens: .*; \$0\.00$/m);
    const { books, text } = await showRun(ledger);
    expect(books).toMatchObject({ cost: 0, unpriced: 0 });
    // Nothing is listed for it, so nothing is said of half a price.
    expect(text).toMatch(/^cost +\$0\.00; asked for the flex tier$/m);
    const tiers = server.requests.map(({ body }) => ({ ...body }) as Record<string, unknown>);
    expect(new Set(tiers.map((body) => body.service_tier))).toEqual(new Set(['flex']));
  });
});

describe('--max-cost', () => {
  it('holds for the run over all commands that go on with it, with calls in flight', async () => {
    const batch = await serveBatch(lateTexts(12), { latencyMs: 30 });
    const { server, ledger, command } = batch;
    const priced = [...command, '--docket', '1', '--price', '1000,1000'];
    for (const cap of [7.5, 15]) {
      const { code, stderr } = await runCli([...priced, '--max-cost', String(cap)]);
      expect(code).toBe(3);
      expect(stderr).toContain(`Stopped: --max-cost ${cap} would be passed by the next call`);
      expect(stderr).toContain('To continue, raise --max-cost: npx tribunal');
      expect(paidTo(server, 1000)).toBeLessThanOrEqual(cap);
      expect(paidTo(server, 1000)).toBeGreaterThan(cap - 7.5 / 2);
      expect((await runCli([...priced, '--max-cost', String(cap)])).code).toBe(3);
      expect(paidTo(server, 1000)).toBeLessThanOrEqual(cap);
    }
    expect((await runCli([...priced, '--max-cost', '1000'])).code).toBe(0);
    expect(repeatedIn(questionsAsked(server))).toEqual([]);
    const { counts, books, costs } = await showRun(ledger);
    expect(counts).toEqual({ decided: 12, review: 0, failed: 0 });
    expect(books.cost).toBeCloseTo(paidTo(server, 1000), 9);
    expect(costs.tokensIn).toBe(server.usage.in);
  });

  it('calls nobody where the first call would pass it already', async () => {
    const { server, command } = await serveBatch(lateTexts(3));
    const cap = ['--price', '1000,1000', '--max-cost', '0.001'];
    const { code, stderr } = await runCli([...command, ...cap]);
    expect(code).toBe(3);
    expect(stderr).toContain('--max-cost 0.001 would be passed');
    expect(server.count()).toBe(0);
  });

  it('leaves alone a run that costs less', async () => {
    const { command } = await serveBatch(lateTexts(3));
    const { code } = await runCli([...command, '--price', '1,1', '--max-cost', '1']);
    expect(code).toBe(0);
  });

  it('is refused where the price is not known, on this machine too, with what to say', async () => {
    const { server, command, ledger } = await serveBatch(lateTexts(3));
    const here = await runCli([...command, '--max-cost', '1']);
    expect(here).toMatchObject({ code: 2, stderr: expect.stringContaining('0,0 where this') });
    const elsewhere = ['--base-url', 'https://models.example.com/v1', '--max-cost', '1'];
    const { code, stderr, stdout } = await runCli([...command, ...elsewhere]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trim()).toMatch(/^tribunal: --max-cost needs the price of mock.*--price IN,OUT/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(server.count()).toBe(0);
    const runs = await runCli(['runs', 'list', '--json', '--ledger', ledger]);
    expect(JSON.parse(runs.stdout)).toEqual([]);
  });

  it.each(['0', '-1', 'much', '1,5'])('takes no %s for dollars', async (amount) => {
    const { command } = await serveBatch(lateTexts(1));
    const { code, stderr } = await runCli([...command, `--max-cost=${amount}`]);
    expect(code).toBe(2);
    expect(stderr).toContain(`--max-cost takes an amount in dollars, as in 2.50, got "${amount}"`);
  });
});
