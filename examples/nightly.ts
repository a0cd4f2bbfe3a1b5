/**
 * A job for every night: judges an export within a budget, tells what looks wrong, and fails where somebody should
 * look. Run again after a failure it continues, and pays for nothing twice.
 *
 *   0 3 * * *  cd /srv/tickets && node nightly.ts export.csv results.csv
 */
import { openTribunal, UserMistake } from 'ticket-tribunal';

const [file = 'export.csv', out = 'results.csv'] = process.argv.slice(2);
const ending = new AbortController();
process.once('SIGTERM', () => ending.abort());

const tribunal = await openTribunal({
  model: process.env.MODEL ?? 'embedded',
  ledger: 'nightly.db',
  maxCost: process.env.MODEL === undefined ? undefined : 5,
  maxFailed: 0.1,
  signal: ending.signal,
  say: (message) => console.error(message),
});

try {
  const { run, status, counts, stoppedBecause } = await tribunal.batch(file, {
    out: [out],
    force: true,
  });
  console.log(`${run}: ${counts.decided} decided, ${counts.review} to review`);
  for (const [reason, tickets] of Object.entries(counts.failures))
    console.log(`${tickets} failed: ${reason}`);

  const { groups } = await tribunal.diagnose({ run });
  for (const { agent, mode, tickets, examples } of groups.slice(0, 5))
    console.log(`${agent} ${mode}: ${tickets} tickets, as ${examples.join(', ')}`);

  if (status === 'interrupted') console.log(`stopped: ${stoppedBecause ?? 'by a signal'}`);
  process.exitCode = status === 'finished' && counts.failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof UserMistake)) throw error;
  console.error(error.message);
  process.exitCode = 2;
} finally {
  await tribunal.close();
}
