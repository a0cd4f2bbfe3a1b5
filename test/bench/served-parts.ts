/** What a server sees and makes us suffer: limits, queues, faults, and what talking to it takes. */
import { simulateSlots } from '../simulation/capacity.ts';
import { measureScript, type Script } from './alternatives.ts';
import { measureHttp } from './http.ts';
import { percent, print } from './print.ts';
import { measureQueue } from './queue.ts';
import type { Parts } from './run-parts.ts';
import { measureServed, type Traffic } from './server.ts';
import { measureTraceCost } from './trace-cost.ts';

const faults = [
  'rate-limit',
  'server-error',
  'reset',
  'stall',
  'truncated-json',
  'wrong-ids',
  'empty',
] as const;

const perSecond = 20;
const strict = { latencyMs: 200, limit: { requests: perSecond, perMs: 1000 } };

/** Milliseconds of a call, and tickets a slot: runs of some 20 seconds, where the start weighs, and of a minute. */
const slotLoads = [
  [300, 40],
  [300, 133],
  [1000, 40],
] as const;

/** What a commit takes on an ordinary disk, in milliseconds. */
const commitMs = 5;

export const servedParts: Parts = {
  async limit() {
    const given = await limited('given', ['--rpm', '1200'], '0 rejected, 97 %');
    const foundOut = await limited('to be found out', [], '<= 1 % rejected');
    const sequential = await scripted('sequential', 200);
    const async = await scripted('async', 400);
    const perTheme = await scripted('call per theme', 100);
    const ratio = (pace: number) => `${(given / pace).toFixed(1)}, ${(foundOut / pace).toFixed(1)}`;
    print(
      '  ours : best one-call script (given, found out)',
      ratio(Math.max(sequential, async)),
      '>= 3',
    );
    print('  ours : a call per theme (given, found out)', ratio(perTheme), '>= 25');
  },
  async queue() {
    const { capacityUsed, callsPerSecond, capacityPerSecond, ...queue } = await measureQueue(
      600,
      2,
      4,
    );
    print(
      `slow server that queues, ${queue.calls} calls: calls/s`,
      `${callsPerSecond.toFixed(1)} of ${capacityPerSecond.toFixed(1)}, ${percent(capacityUsed)}`,
    );
    print('  most calls at the server after 3 s; slots', `${queue.mostAtOnce}; 4`);
    print('  slowest call', `${queue.slowestSeconds.toFixed(1)} s`);
    print('  timeouts; tickets wrong', `${queue.timeouts}; ${queue.wrong}`, '0; 0');
  },
  async slots() {
    for (const [latencyMs, perSlot] of slotLoads)
      for (const slots of [2, 8, 20]) {
        const { capacityUsed, calls, rejected, wrong } = await measureQueue(
          ...([perSlot * slots, 2, slots] as const),
          { latencyMs, refusesOthers: true },
        );
        print(
          `${slots} slots of ${latencyMs / 1000} s, 429 beyond: capacity used, ${calls} calls`,
          percent(capacityUsed),
          '>= 85 %',
        );
        print('  refused; tickets wrong', `${percent(rejected / calls)}; ${wrong}`, '0 wrong');
        const load = { slots, latencyMs, tickets: perSlot * slots, commitMs };
        const simulated = await simulateSlots(load);
        print(
          `  on hand-made time, commits of ${commitMs} ms`,
          percent(simulated.share),
          '>= 85 %',
        );
      }
  },
  async chaos() {
    // The pace is given: refusals by chance would otherwise be taken for a limit.
    const flags = ['--rpm', '6000', '--timeout', '2'];
    const calm = await measureServed(2000, { latencyMs: 20 }, flags);
    const chaos = await measureServed(2000, { latencyMs: 20, faults: seventhFault }, flags);
    print(
      'chaos, 2,000 tickets, 5 % each of 7 faults: calls',
      `${chaos.calls} : ${calm.calls} = ${(chaos.calls / calm.calls).toFixed(2)}`,
      '<= 1.5',
    );
    print('  tickets lost or wrong', String(chaos.wrong), '0');
    print('  (theme, ticket) settled twice', String(chaos.settledTwice), '0');
  },
  async http() {
    const { tribunalMs, scriptMs, startMs, ledgerShare, calls, wrong } = await measureHttp(4000);
    print(
      'CPU a ticket over HTTP, 4,000 x 9 themes, start taken off',
      `${tribunalMs.toFixed(2)} ms`,
      '<= 2.5 ms',
    );
    print('  one plain fetch a ticket', `${scriptMs.toFixed(2)} ms`);
    print("  the ledger's share", percent(ledgerShare), '<= 25 %');
    print(
      '  start; calls a ticket; tickets wrong',
      `${startMs.toFixed(0)} ms; ${(calls / 4000).toFixed(2)}; ${wrong}`,
    );
  },
  async 'trace-cost'() {
    const { full, none } = await measureTraceCost(1000, 8);
    print(
      'the trace: its share of the CPU a ticket',
      `${percent((full - none) / full)} (${full.toFixed(2)}, ${none.toFixed(2)} without)`,
      '<= 15 %',
    );
  },
};

/** Each of seven goes wrong in 5 % of the calls. */
export function seventhFault(index: number) {
  return faults[Math.floor(draw(index) / 5)];
}

/** 0 to 99, evenly and the same in every run (the mixing steps of MurmurHash3). */
function draw(index: number): number {
  let hash = Math.imul(index + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % 100;
}

/** Our run under the strict limit, in tickets a second. */
async function limited(name: string, flags: string[], asked: string): Promise<number> {
  const tickets = 2000;
  const served = await measureServed(tickets, strict, flags);
  const pace = (tickets - served.wrong) / served.callSeconds;
  print(`20 calls/s allowed, ${name}: 2,000 tickets, 9 themes`, limitUseOf(served), asked);
  print(
    '  calls a ticket; tickets a second; wrong',
    `${(served.calls / tickets).toFixed(2)}; ${pace.toFixed(1)}; ${served.wrong}`,
    '<= 0.3 calls',
  );
  return pace;
}

/** A script under the strict limit, in tickets a second. */
async function scripted(script: Script, tickets: number): Promise<number> {
  const measured = await measureScript(script, tickets, strict);
  const pace = (tickets - measured.lost) / measured.callSeconds;
  print(`  script, ${script}: ${tickets} tickets`, limitUseOf(measured));
  print('    tickets a second; lost', `${pace.toFixed(1)}; ${measured.lost}`);
  return pace;
}

function limitUseOf({ granted, rejected, callSeconds }: Traffic): string {
  return `${percent(granted / (perSecond * callSeconds))} used, ${rejected} rejected`;
}
