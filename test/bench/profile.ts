/** What V8's sampling says a run spent its time on. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[];
  samples: number[];
  /** Microseconds since the sample before. */
  timeDeltas: number[];
}

/** In milliseconds. */
export interface Profile {
  /** With any JavaScript on the stack: idling, collecting garbage and V8's own work are left out. */
  busy: number;
  /** With the ledger, Kysely or libsql on the stack; waits for the disk count as work. */
  ledger: number;
}

const ofLedger = /\/src\/ledger\/|\/node_modules\/(kysely|libsql|@libsql)\//;
const ofNobody = ['(root)', '(idle)', '(program)', '(garbage collector)'];

/** Reads what `--cpu-prof` left in that folder of a process's main thread. */
export function readProfile(folder: string): Profile {
  // CPU.<date>.<time>.<process>.<thread>.<number>.cpuprofile; the main thread is 0.
  const [file] = readdirSync(folder).filter((name) => /\.0\.\d+\.cpuprofile$/.test(name));
  if (file === undefined) throw new Error(`no profile in ${folder}`);
  const profile: CpuProfile = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const ledgerNodes = new Set<number>();
  // A node comes before its children.
  for (const { id, callFrame, children = [] } of profile.nodes) {
    if (ofLedger.test(callFrame.url)) ledgerNodes.add(id);
    if (ledgerNodes.has(id)) for (const child of children) ledgerNodes.add(child);
  }
  const read: Profile = { busy: 0, ledger: 0 };
  for (const [index, id] of profile.samples.entries()) {
    const milliseconds = (profile.timeDeltas[index] ?? 0) / 1000;
    if (ofNobody.includes(nodes.get(id)?.callFrame.functionName ?? '')) continue;
    read.busy += milliseconds;
    if (ledgerNodes.has(id)) read.ledger += milliseconds;
  }
  return read;
}
