/**
 * CPU per ticket over HTTP, on a mock server that answers at once: the command with its ledger,
 * spans and results, against a script that makes one plain call a ticket.
 */
import { measureScript } from './alternatives.ts';
import { withTempFolder } from './measured-run.ts';
import { readProfile } from './profile.ts';
import { measureServed } from './server.ts';

const instantly = { latencyMs: 0 };

/** Milliseconds of CPU a ticket. Start-up is left out by taking off what a run of one ticket takes. */
export async function measureHttp(tickets: number) {
  const one = await measureServed(1, instantly);
  const all = await measureServed(tickets, instantly);
  const script = await measureScript('async', tickets, instantly);
  const profileOfOne = await profileServed(1);
  const profile = await profileServed(tickets);
  return {
    startMs: 1000 * one.cpuSeconds,
    tribunalMs: (1000 * (all.cpuSeconds - one.cpuSeconds)) / (tickets - 1),
    scriptMs: (1000 * script.cpuSeconds) / tickets,
    ledgerShare: (profile.ledger - profileOfOne.ledger) / (profile.busy - profileOfOne.busy),
    calls: all.calls,
    wrong: all.wrong + script.lost,
  };
}

function profileServed(tickets: number) {
  return withTempFolder(async (folder) => {
    await measureServed(tickets, instantly, [], ['--cpu-prof', `--cpu-prof-dir=${folder}`]);
    return readProfile(folder);
  });
}
