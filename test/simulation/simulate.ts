/** A batch from its first command to its results, through whatever a seed draws. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';
import { defineTheme } from '../../agents/judge.ts';
import { UserMistake } from '../../src/domain/mistake.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { explainUnwritable } from '../../src/ledger/sqlite/unwritable.ts';
import { ModelFault } from '../../src/model/faults/fault.ts';
import { batch } from '../../workflows/batch.ts';
import { quickDisk } from '../support/keep-in-memory.ts';
import { Dice } from './dice.ts';
import type { Moment, Result } from './history.ts';
import { installWorld } from './install-world.ts';
import { drawPlan, type Plan } from './plan.ts';
import { simulateServer, truthOf } from './server.ts';
import { type SimulatedProcess, Stuck, World } from './world.ts';

const themes = ['late', 'lost'].map((id) =>
  defineTheme({ id, name: id, definition: `It is ${id}.` }),
);
export interface Simulated {
  plan: Plan;
  history: Moment[];
  /** Milliseconds that passed in it. */
  lasted: number;
}

/** A tribunal that breaks a law, to see that it is found. */
export interface Sabotage {
  /** What becomes of the ledger between two commands. */
  ledger?(statements: (source: string) => void): void;
  isGenerous?: boolean;
  /** What is written in the place of the results. */
  results?(lines: string[]): string[];
}

export async function simulate(seed: number, sabotage: Sabotage = {}): Promise<Simulated> {
  const dice = new Dice(seed);
  const plan = drawPlan(dice);
  const world = new World();
  const began = world.now;
  const history: Moment[] = [];
  const note = (moment: Moment) => history.push(moment);
  const folder = mkdtempSync(path.join(quickDisk, 'tribunal-simulation-'));
  const ledger = path.join(folder, 'ledger.db');
  const file = path.join(folder, 'tickets.csv');
  copyFileSync(await emptyLedger(), ledger);
  writeFileSync(
    file,
    `id,text\n${plan.texts.map((text, row) => `T${row + 1},${text}\n`).join('')}`,
  );
  let isCalm = false;
  const server = simulateServer(
    world,
    dice,
    () => ({ ...plan, faulty: isCalm ? 0 : plan.faulty }),
    note,
  );
  const uninstall = installWorld(world, server, dice.random);
  try {
    for (const [number, nemesis] of [...plan.nemeses, undefined].entries()) {
      isCalm = nemesis === undefined;
      if (isCalm) world.disk.until = 0;
      const name = `process ${number + 1}`;
      if (number > 0) spoilLedger(ledger, sabotage);
      note({
        at: world.now,
        process: name,
        kind: 'command',
        mostCalls: plan.maxCalls,
        isFresh: false,
      });
      const out = path.join(folder, `out-${number}.jsonl`);
      const { self, ended } = world.start(name, 0, (self) =>
        command(sabotage.isGenerous ? { ...plan, maxCalls: undefined } : plan, self, {
          file,
          ledger,
          out,
        }),
      );
      const asked = () => history.filter((moment) => moment.kind === 'asked').length;
      const before = asked();
      const harm = nemesis && { ...nemesis, at: Number.POSITIVE_INFINITY };
      const isKilled = () => {
        if (harm === undefined) return false;
        if (harm.at === Number.POSITIVE_INFINITY && asked() - before >= harm.afterCalls)
          harm.at = world.now + harm.ms;
        if (world.now < harm.at) return false;
        harm.at = Number.POSITIVE_INFINITY;
        harm.afterCalls = Number.POSITIVE_INFINITY;
        return doHarm(world, self, harm, note);
      };
      try {
        await world.pass(ended, isKilled);
        if (!self.isAlive) continue;
        const report = await ended;
        note({
          at: world.now,
          process: name,
          kind: 'ended',
          status: report.status,
          because: report.because,
          rows: plan.texts.length,
          results: report.status === 'finished' ? resultsOf(out, plan, sabotage) : undefined,
        });
        if (report.status === 'finished') break;
      } catch (thrown) {
        // What it had not written down by now is lost with it.
        world.kill(self);
        const error = explainUnwritable(thrown);
        const known = error instanceof UserMistake || error instanceof ModelFault;
        note({
          at: world.now,
          process: name,
          ...(known
            ? {
                kind: 'ended',
                status: 'interrupted',
                because: error.message,
                rows: 0,
                results: undefined,
              }
            : {
                kind: 'crashed',
                error: error instanceof Stuck ? error.message : String((error as Error).stack),
              }),
        });
        if (error instanceof Stuck) break;
      }
    }
  } finally {
    uninstall();
    rmSync(folder, { recursive: true, force: true });
  }
  return { plan, history, lasted: world.now - began };
}

/** Returns whether that was the end of it. */
function doHarm(
  world: World,
  self: SimulatedProcess,
  harm: Plan['nemeses'][number],
  note: (moment: Moment) => void,
): boolean {
  const at = { at: world.now, process: self.name };
  if (harm.kind === 'kill') {
    world.kill(self);
    note({ ...at, kind: 'killed' });
    return true;
  }
  if (harm.kind === 'pause') {
    self.pausedUntil = world.now + harm.by;
    note({ ...at, kind: 'paused', ms: harm.by });
  } else if (harm.kind === 'clock') {
    self.ahead += harm.by;
    note({ ...at, kind: 'clock set', ms: harm.by });
  } else {
    world.disk = { fault: harm.kind, until: world.now + harm.by };
    note({ ...at, kind: `disk ${harm.kind}`, ms: harm.by });
  }
  return false;
}

async function command(
  plan: Plan,
  self: SimulatedProcess,
  { file, ledger, out }: Record<'file' | 'ledger' | 'out', string>,
) {
  const report = await batch({
    file,
    ledger,
    out: [out],
    wide: false,
    force: true,
    themes,
    fresh: false,
    columns: { id: 'id', text: 'text' },
    aggregate: 'never',
    route: plan.route,
    ...{ endpoint: { model: 'sim', baseURL: 'http://sim/v1', api: 'chat' }, docket: plan.docket },
    concurrency: plan.concurrency,
    timeoutMs: 20_000,
    limits: plan.limits,
    maxCalls: plan.maxCalls,
    stop: new AbortController().signal,
    abort: new AbortController().signal,
    spans: 'none',
    onStart() {
      self.isStarted = true;
    },
    onDecision() {},
  });
  return { status: report.status, because: report.stoppedBecause };
}

function spoilLedger(ledger: string, { ledger: spoil }: Sabotage): void {
  if (spoil === undefined) return;
  const file = new Database(ledger);
  spoil((source) => file.exec(source));
  file.close();
}

function resultsOf(
  out: string,
  { texts }: Plan,
  { results = (lines) => lines }: Sabotage,
): Result[] {
  const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
  return results(lines).map((line) => {
    const { ticket, status, outcomes } = JSON.parse(line);
    const text = texts[Number(ticket.id.slice(1)) - 1] ?? '';
    const verdicts = outcomes.flatMap(
      (outcome: { kind: string; theme: string; verdict: string }) =>
        outcome.kind === 'verdict' ? [[outcome.theme, outcome.verdict]] : [],
    );
    return {
      id: ticket.id,
      status,
      verdicts: Object.fromEntries(verdicts),
      truth: Object.fromEntries(themes.map(({ id }) => [id, truthOf(text, id)])),
    };
  });
}

let empty: Promise<string> | undefined;

/** A new ledger takes longer to make than to copy. */
function emptyLedger(): Promise<string> {
  empty ??= (async () => {
    const folder = mkdtempSync(path.join(quickDisk, 'tribunal-simulation-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const [made, whole] = [path.join(folder, 'made.db'), path.join(folder, 'whole.db')];
    await (await openLedger(made)).close();
    const file = new Database(made);
    file.exec(`vacuum into '${whole}'`);
    file.close();
    return whole;
  })();
  return empty;
}
