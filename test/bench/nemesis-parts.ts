/** What is most hostile: inputs from outside that nobody would send on purpose, in numbers. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Fuzzer, keepInput, tryInputs } from '../fuzz/fuzzer.ts';
import { fuzzers } from '../fuzz/fuzzers.ts';
import { Dice } from '../simulation/dice.ts';
import { breaches } from '../simulation/laws.ts';
import { type Disturbed, killOneOfTwo, pause, setClock, stops } from './disturbed.ts';
import { print } from './print.ts';
import type { Parts } from './run-parts.ts';
import { measureSimulations, tellSimulation } from './simulations.ts';

/** Inputs that are tried under one seed: an input that breaks something ends them. */
const inputsOfSeed = 2000;

export const nemesisParts: Parts = {
  async nemesis() {
    const replayed = process.env.BENCH_REPLAY;
    if (replayed !== undefined) {
      console.log(breaches(await tellSimulation(Number(replayed))).join('\n'));
      return;
    }
    const seed = Number(process.env.BENCH_SEED ?? Date.now() % 2 ** 31);
    await simulateMany(Number(process.env.BENCH_RUNS ?? 10_000), seed);
    const answers = Number(process.env.BENCH_ANSWERS ?? 1_000_000);
    for (const fuzzer of fuzzers)
      await fuzz(fuzzer, fuzzer.name === 'answers' ? answers : answers / 50, seed);
    const dice = new Dice(seed);
    const clock = () =>
      setClock(dice.pick(clockSteps) * (dice.chance(0.5) ? 1 : -1), dice.random());
    await disturb('clock steps', Number(process.env.BENCH_CLOCKS ?? 30), clock);
    let pauses = 0;
    const pauseSomewhere = () => pause(dice.random(), stops[pauses++ % stops.length] ?? 'anywhere');
    await disturb('pauses', Number(process.env.BENCH_PAUSES ?? 30), pauseSomewhere);
    const kill = () => killOneOfTwo(dice.random());
    await disturb('kills of one of two', Number(process.env.BENCH_KILLS ?? 40), kill);
  },
};

/** In milliseconds: from a second to 400 days. */
const clockSteps = [1, 30, 600, 3600, 86_400, 400 * 86_400].map((seconds) => 1000 * seconds);

async function disturb(what: string, times: number, once: () => Promise<Disturbed>): Promise<void> {
  if (times === 0) return;
  const sum = { paidTwice: 0, wrong: 0, longestWait: 0 };
  for (let done = 0; done < times; done++) {
    const { paidTwice, wrong, longestWait } = await once();
    sum.paidTwice += paidTwice;
    sum.wrong += wrong;
    sum.longestWait = Math.max(sum.longestWait, longestWait);
  }
  print(
    `${times} ${what}, real processes: questions paid twice; tickets wrong`,
    `${sum.paidTwice}; ${sum.wrong}`,
    '0; 0',
  );
  if (sum.longestWait > 0)
    print('  longest without a call, 20 a second allowed', `${sum.longestWait.toFixed(2)} s`);
}

async function simulateMany(runs: number, seed: number): Promise<void> {
  if (runs === 0) return;
  const started = performance.now();
  const sum = await measureSimulations(runs, seed);
  for (const breach of sum.broken) console.log(`  ${breach}`);
  print(`simulated ${runs} batches from seed ${seed}: laws broken`, String(sum.broken.length), '0');
  print('  finished; calls; kills', `${sum.finished}; ${sum.calls}; ${sum.kills}`);
  const seconds = (performance.now() - started) / 1000;
  print(
    '  time; simulated time',
    `${seconds.toFixed(0)} s; ${(sum.secondsSimulated / 86_400).toFixed(0)} days`,
  );
}

async function fuzz(fuzzer: Fuzzer<unknown>, inputs: number, seed: number): Promise<void> {
  if (inputs === 0) return;
  const started = performance.now();
  let breaches = 0;
  let early = 0;
  let tenthsTold = 0;
  for (let tried = 0; tried < inputs; tried += inputsOfSeed) {
    const found = await tryInputs(fuzzer, Math.min(inputsOfSeed, inputs - tried), seed + tried);
    if (tried <= inputs / 10) early = megabytes();
    const tenth = Math.floor((10 * tried) / inputs);
    if (tenth > tenthsTold) {
      console.error(`  ${fuzzer.name}: ${tried} of ${inputs} tried, ${breaches} broke something`);
      tenthsTold = tenth;
    }
    if (found === undefined) continue;
    breaches += 1;
    const [first] = String(found.error).split('\n');
    console.log(`  ${keepInput(fuzzer.name, found.input)}: ${first}`);
  }
  const seconds = (performance.now() - started) / 1000;
  print(`fuzzed ${fuzzer.name}, ${inputs} from seed ${seed}: harm done`, String(breaches), '0');
  print('  memory held after a tenth; at the end', `${early}; ${megabytes()} MB`, 'flat');
  print('  time', `${seconds.toFixed(0)} s`);
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is held once the garbage is gone: how much of that lies about is chance. */
function megabytes(): number {
  collect();
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20);
}
