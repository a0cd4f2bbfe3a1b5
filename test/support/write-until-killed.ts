// Writes decisions and says how many are durable, until it is killed.
import { openLedger } from '../../src/ledger/open-ledger.ts';

const ledger = await openLedger(process.argv[2] ?? '');
let durable = 0;
for (let row = 1; ; row += 10) {
  await ledger.write({
    decisions: Array.from({ length: 10 }, (_, index) => ({
      run: 'a',
      row: row + index,
      status: 'decided',
      themes: '',
      confidence: 1,
      body: '{}',
      reused: 0,
      sentiment: null,
      failed: '',
    })),
  });
  durable += 10;
  process.stdout.write(`${durable}\n`);
}
