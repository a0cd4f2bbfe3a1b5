import { describe, expect, it } from 'vitest';
import { queryLedger } from '../support/query-ledger.ts';
import { runCli } from '../support/run-cli.ts';
import { rowsOf, serveBatch } from '../support/served-batch.ts';

describe('--redact', () => {
  it('holds for a run to its end, however often it is cut off, and for no other run', async () => {
    const texts = ['my late flight of May', 'my lost bag of June'];
    const { command, ledger, out } = await serveBatch(texts);
    const redacted = [...command, '--redact', '--docket', '1', '--out', out];
    expect((await runCli([...redacted, '--max-calls', '2'])).code).toBe(3);
    expect((await runCli(redacted)).code).toBe(0);
    const runs = queryLedger(ledger, 'select status, settings from runs');
    expect(runs).toMatchObject([{ status: 'finished' }]);
    expect(JSON.parse(String(runs[0]?.settings))).toMatchObject({ redact: true });
    const bodies = () => JSON.stringify(queryLedger(ledger, 'select body from span_bodies'));
    expect(bodies()).toMatch(/redacted/);
    expect(bodies()).not.toMatch(/of May|of June/);
    expect(rowsOf(out)).toMatchObject(texts.map((text) => ({ text, status: 'decided' })));

    await runCli([...command, '--fresh']);
    expect(queryLedger(ledger, 'select id from runs')).toHaveLength(2);
    expect(bodies()).toMatch(/of May/);
  });

  it('begins a new run where the one that was cut off is not redacted', async () => {
    const { command, ledger } = await serveBatch(['my late flight of May']);
    await runCli([...command, '--max-calls', '1']);
    await runCli([...command, '--redact']);
    expect(queryLedger(ledger, 'select status from runs')).toMatchObject([
      { status: 'interrupted' },
      { status: 'finished' },
    ]);
  });
});
