/** `kill -9` of a worker, or of PostgreSQL, at a random moment: what others make of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type DecidedRow, decidedRows, questionsBehind } from '../../support/questions-behind.ts';
import { questionsIn } from '../mock-tickets.ts';
import { print } from '../print.ts';
import { type Cluster, type Process, withCluster } from './cluster.ts';

const tickets = 240;
const workers = 3;
const latencyMs = 100;

interface Round {
  undecided: number;
  /** Questions whose answers were durable before the kill and that were asked again after it. */
  repeated: number;
  /** Answers that two dockets brought. */
  settledTwice: number;
  unknown: number;
  /** Seconds from the kill until the last portion of the dead was delivered again; 0 where it held none. */
  takeover: number;
}

export async function printKills(): Promise<void> {
  const kills = Number(process.env.BENCH_KILLS ?? 20);
  const restarts = Math.ceil(kills / 4);
  const draw = drawFrom(Number(process.env.BENCH_SEED ?? 7));
  const killed: Round[] = [];
  for (let kill = 0; kill < kills; kill++) killed.push(await killWorker(draw));
  const restarted: Round[] = [];
  for (let restart = 0; restart < restarts; restart++) restarted.push(await killPostgres(draw));
  for (const [what, rounds] of [
    [`${kills} x kill -9 of one of ${workers} workers`, killed],
    [`${restarts} x kill -9 and start of PostgreSQL`, restarted],
  ] as const) {
    const sum = (of: keyof Round) => rounds.reduce((total, round) => total + round[of], 0);
    print(what, `${rounds.length * tickets} tickets`);
    print('  undecided tickets', String(sum('undecided')), '0');
    print('  settled calls repeated', String(sum('repeated')), '0');
    print('  answers brought twice', String(sum('settledTwice')));
    print('  calls unknown, and asked again', String(sum('unknown')));
    const longest = Math.max(...rounds.map(({ takeover }) => takeover));
    if (rounds === killed) print('  longest takeover', `${longest.toFixed(1)} s`, 'under 60 s');
  }
}

/** Random numbers from 0 to 1, the same every time. */
function drawFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function killWorker(draw: () => number): Promise<Round> {
  return inRound(draw, async ({ ask }, started) => {
    const victim = started[Math.floor(draw() * started.length)];
    await victim?.end('SIGKILL');
    const died = performance.now();
    const dead = `(select id from processes where pid = ${victim?.child.pid} and role = 'worker')`;
    const held = await ask(`select id from holdings where process in ${dead}`);
    for (;;) {
      const left = await ask(
        `select from processes where pid = ${victim?.child.pid} and role = 'worker'`,
      );
      if (left.length === 0) break;
      await sleep(100);
    }
    return held.length === 0 ? 0 : (performance.now() - died) / 1000;
  });
}

function killPostgres(draw: () => number): Promise<Round> {
  return inRound(draw, async ({ postgres }) => {
    await postgres.kill();
    await sleep(200 + draw() * 2000);
    await postgres.start();
    return 0;
  });
}

/** Hears tickets, does something to the cluster at a random moment, and waits for the end. */
async function inRound(
  draw: () => number,
  disturb: (cluster: Cluster, started: Process[]) => Promise<number>,
): Promise<Round> {
  return withCluster({ latencyMs }, true, async (cluster) => {
    const { server, ask } = cluster;
    await cluster.submit(tickets, ['--docket', '4', '--rpm', '600000']);
    const started = Array.from({ length: workers }, () => cluster.work(4));
    const calls = Math.floor((draw() * tickets * 3) / 4);
    while (server.count() < calls) await sleep(5);
    // What is durable now is durable at the death: whatever of it is asked from here on is asked again.
    const before = await ask<{ address: string }>('select address from answers');
    const from = server.count();
    const takeover = await disturb(cluster, started);
    while ((await ask<{ status: string }>('select status from runs'))[0]?.status !== 'finished')
      await sleep(200);
    const questions = questionsBehind(await ask<DecidedRow>(decidedRows));
    const known = new Set(before.map(({ address }) => questions.get(address)));
    const later = server.requests.slice(from).flatMap(({ body }) => questionsIn(body));
    const [counts] = await ask<{ decided: number; unknown: number; twice: number }>(
      `select (select count(*) from decisions where status = 'decided') as decided,
        (select count(*) from calls where state = 'unknown') as unknown,
        (select coalesce(sum(answered), 0) from dockets) - (select count(*) from answers) as twice`,
    );
    for (const one of started) one.child.kill('SIGTERM');
    await Promise.all(started.map(({ ended }) => ended));
    return {
      undecided: tickets - Number(counts?.decided),
      repeated: later.filter((question) => known.has(question)).length,
      settledTwice: Number(counts?.twice),
      unknown: Number(counts?.unknown),
      takeover,
    };
  });
}
