import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import Database from 'libsql';
import type { World } from './world.ts';

const RealDate = Date;
const real = {
  setTimeout,
  clearTimeout,
  setInterval,
  clearInterval,
  setImmediate,
  fetch,
  now: performance.now.bind(performance),
  signal: AbortSignal.timeout,
  random: Math.random,
  sleep: timers.setTimeout,
  pragma: Database.prototype.pragma,
  prepare: Database.prototype.prepare,
};

/** A timer of a simulated process. */
class Timer {
  readonly off: () => void;
  constructor(off: () => void) {
    this.off = off;
  }
  ref = () => this;
  unref = () => this;
}

/**
 * Puts a world in the place of the real one, for all that runs inside of its processes. Returns what
 * takes it away again.
 */
export function installWorld(
  world: World,
  fetch: typeof globalThis.fetch,
  random: () => number,
): () => void {
  /** What is done by the simulated process where there is one, and in earnest elsewhere. */
  const either = <Call extends (...words: never[]) => unknown>(own: Call, earnest: Call) =>
    ((...words: Parameters<Call>) =>
      world.current === undefined ? earnest(...words) : own(...words)) as Call;

  const once = (work: (...words: unknown[]) => void, ms = 0, ...words: unknown[]) =>
    new Timer(world.later(ms, () => work(...words)));
  const everyTime = (work: () => void, ms = 0) => {
    let off = () => {};
    const next = () => {
      off = world.later(Math.max(1, ms), () => {
        next();
        work();
      });
    };
    next();
    return new Timer(() => off());
  };
  const clear = (earnest: (timer: never) => void) => (timer: unknown) =>
    timer instanceof Timer ? timer.off() : earnest(timer as never);

  Object.assign(globalThis, {
    setTimeout: either(once as never, real.setTimeout as never),
    setInterval: either(everyTime as never, real.setInterval as never),
    setImmediate: either(((work: () => void) => once(work)) as never, real.setImmediate as never),
    clearTimeout: clear(real.clearTimeout as never),
    clearInterval: clear(real.clearInterval as never),
    fetch: either(fetch, real.fetch),
    Date: clockOf(world),
  });
  timers.setTimeout = either(sleepIn(world) as never, real.sleep as never);
  const undoDisk = watchDisk(world);
  syncBuiltinESMExports();
  AbortSignal.timeout = either((ms: number) => limitIn(world, ms), real.signal.bind(AbortSignal));
  Math.random = either(random, real.random);
  performance.now = () =>
    world.current === undefined ? real.now() : world.now - world.current.startedAt;
  const origin = performance.timeOrigin;
  Object.defineProperty(performance, 'timeOrigin', {
    configurable: true,
    get: () =>
      world.current === undefined ? origin : world.current.startedAt + world.current.aheadAtStart,
  });
  Database.prototype.pragma = function (this: Database.Database, ...words) {
    world.current?.files.add(this);
    return real.pragma.apply(this, words);
  };
  Database.prototype.prepare = function (this: Database.Database, source) {
    const statement = real.prepare.call(this, source);
    return writes.test(source) ? failing(world, this, statement, source) : statement;
  } as typeof real.prepare;

  return () => {
    Object.assign(globalThis, {
      setTimeout: real.setTimeout,
      setInterval: real.setInterval,
      fetch: real.fetch,
      setImmediate: real.setImmediate,
      clearTimeout: real.clearTimeout,
      clearInterval: real.clearInterval,
      Date: RealDate,
    });
    timers.setTimeout = real.sleep;
    undoDisk();
    syncBuiltinESMExports();
    AbortSignal.timeout = real.signal;
    Math.random = real.random;
    performance.now = real.now;
    Reflect.deleteProperty(performance, 'timeOrigin');
    Database.prototype.pragma = real.pragma;
    Database.prototype.prepare = real.prepare;
  };
}

const writes = /^\s*(insert|update|delete|create|drop|alter|commit)\b/i;
const diskFaults = {
  full: ['database or disk is full', 'SQLITE_FULL', 13],
  broken: ['disk I/O error', 'SQLITE_IOERR', 10],
} as const;

/** A statement that fails while the disk does. SQLite takes back by itself what it then can't keep. */
function failing(
  world: World,
  file: Database.Database,
  statement: Database.Statement,
  source: string,
) {
  const commits = /^\s*commit\b/i.test(source);
  const fail = () => {
    if (world.current !== undefined && commits) world.now += world.commitMs;
    if (world.current === undefined || world.now >= world.disk.until) return;
    if (file.inTransaction) file.exec('rollback');
    const [message, code, rawCode] = diskFaults[world.disk.fault];
    throw new (Database.SqliteError as unknown as Fault)(message, code, rawCode);
  };
  const [run, all] = [statement.run.bind(statement), statement.all.bind(statement)];
  return Object.assign(statement, {
    run: (...words: unknown[]) => fail() ?? run(...words),
    all: (...words: unknown[]) => fail() ?? all(...words),
  });
}

type Fault = new (message: string, code: string, rawCode: number) => Error;

type Call = (...words: unknown[]) => Promise<unknown>;

/** The real disk, which takes no time, and whose open files go with their process. */
function watchDisk(world: World): () => void {
  const module = files as unknown as Record<string, Call>;
  const functions = Object.entries(module).filter(([, call]) => typeof call === 'function');
  const watched = (call: Call, self?: unknown): Call =>
    async function (this: unknown, ...words) {
      const work = call.apply(self ?? this, words);
      const owner = world.current;
      if (owner === undefined || !(work instanceof Promise)) return work;
      const done = await world.during(work);
      if (isHandle(done) && !owner.files.has(done)) {
        owner.files.add(done);
        for (const name of ['appendFile', 'sync', 'read', 'write', 'close', 'stat'] as const)
          Object.assign(done, { [name]: watched(done[name] as unknown as Call, done) });
      }
      return done;
    };
  for (const [name, call] of functions) module[name] = watched(call);
  return () => Object.assign(module, Object.fromEntries(functions));
}

function isHandle(value: unknown): value is files.FileHandle {
  return typeof value === 'object' && value !== null && 'fd' in value && 'close' in value;
}

function clockOf(world: World): DateConstructor {
  const now = () =>
    world.current === undefined ? RealDate.now() : world.now + world.current.ahead;
  return new Proxy(RealDate, {
    construct: (target, words, made) =>
      Reflect.construct(target, words.length === 0 ? [now()] : words, made),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
}

function sleepIn(world: World) {
  return (ms: number, value?: unknown, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) => {
      const refuse = () => {
        off();
        reject(new DOMException('The operation was aborted', 'AbortError'));
      };
      const off = world.later(ms, () => {
        signal?.removeEventListener('abort', refuse);
        resolve(value);
      });
      if (signal?.aborted) refuse();
      else signal?.addEventListener('abort', refuse, { once: true });
    });
}

function limitIn(world: World, ms: number): AbortSignal {
  const limit = new AbortController();
  world.later(ms, () => limit.abort(new DOMException('too late', 'TimeoutError')));
  return limit.signal;
}
