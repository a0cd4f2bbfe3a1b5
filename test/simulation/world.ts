/**
 * Hand-made time for processes that share this one. Whatever runs inside of a simulated process sees
 * its clock, its timers and its network; whoever runs outside sees nothing of that.
 */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import * as timers from 'node:timers/promises';

/** A process as the simulation has it: it can be stopped, paused, and have its clock set. */
export interface SimulatedProcess {
  name: string;
  /** In true time; its own clock may say something else. */
  startedAt: number;
  isAlive: boolean;
  /** All that it needs is imported, which takes real time: until then its own stands nearly still. */
  isStarted: boolean;
  pausedUntil: number;
  /** Milliseconds that its clock is ahead of the true time, now and when it began. */
  ahead: number;
  aheadAtStart: number;
  /** What has to be let go of when it is killed. */
  files: Set<{ close(): unknown }>;
}

/** A disk that has no room for another row of a ledger, or that fails to keep one. */
export type DiskFault = 'full' | 'broken';

interface Event {
  at: number;
  number: number;
  owner: SimulatedProcess;
  work: () => void;
  isOff: boolean;
}

const { setImmediate: breathe, setTimeout: sleep } = timers;

/** So long nothing may happen before that counts as an end, in milliseconds of real time. */
const patienceMs = 2000;

/** What may pass of its time before a process has started, in milliseconds. */
const startMs = 200;

/** No scenario needs as many: beyond it something goes round in a circle. */
const mostEvents = 200_000;

export class Stuck extends Error {}

/** One for all worlds: every promise carries what each of them holds, for as long as the process lives. */
const owners = new AsyncLocalStorage<SimulatedProcess>();

export class World {
  /** True time, in milliseconds since 1970. */
  now = Date.UTC(2026, 5, 1);
  /** The disk that all processes write to, and until when it fails. */
  disk: { fault: DiskFault; until: number } = { fault: 'full', until: 0 };
  /** What each commit takes, in milliseconds. */
  commitMs = 0;
  #events: Event[] = [];
  #count = 0;
  #disk = 0;

  /** The process on whose behalf code runs at this moment. */
  get current(): SimulatedProcess | undefined {
    return owners.getStore();
  }

  start<Result>(
    name: string,
    ahead: number,
    main: (self: SimulatedProcess) => Promise<Result>,
  ): { self: SimulatedProcess; ended: Promise<Result> } {
    const self: SimulatedProcess = {
      name,
      startedAt: this.now,
      isAlive: true,
      isStarted: false,
      pausedUntil: 0,
      ahead,
      aheadAtStart: ahead,
      files: new Set<{ close(): unknown }>(),
    };
    return { self, ended: owners.run(self, () => main(self)) };
  }

  /** As `kill -9`: nothing of it ever goes on, and what it had not written is lost. */
  kill(self: SimulatedProcess): void {
    self.isAlive = false;
    this.#events = this.#events.filter(({ owner }) => owner !== self);
    for (const file of self.files) void file.close();
  }

  /** Has the present process do something later. Returns what calls it off. */
  later(ms: number, work: () => void): () => void {
    const owner = this.current;
    if (owner === undefined) throw new Error('nobody to do it');
    return this.#add(this.now + (ms > 0 ? ms : 0), owner, AsyncResource.bind(work));
  }

  #add(at: number, owner: SimulatedProcess, work: () => void): () => void {
    if (!owner.isAlive) return () => {};
    const event: Event = { at, number: ++this.#count, owner, work, isOff: false };
    let place = this.#events.length;
    while (place > 0 && isBefore(event, this.#events[place - 1] as Event)) place -= 1;
    this.#events.splice(place, 0, event);
    return () => {
      event.isOff = true;
    };
  }

  /** Lets time pass until the promise is settled, or `isOver` says so. */
  async pass(ended: Promise<unknown>, isOver: () => boolean): Promise<void> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    ended.then(settle, settle);
    for (let events = 0, idle = 0; ; events += 1) {
      await this.#quiet();
      if (isSettled || isOver()) return;
      if (events > mostEvents) throw new Stuck(`${events} events and no end`);
      const event = this.#events[0];
      const isDue =
        event !== undefined && (event.owner.isStarted || event.at <= this.now + startMs);
      if (!isDue && ++idle <= patienceMs) {
        await sleep(1);
        continue;
      }
      if (event === undefined) throw new Stuck('everybody waits, and nothing will happen');
      this.#events.shift();
      idle = 0;
      if (event.isOff) continue;
      if (event.owner.pausedUntil > event.at) {
        this.#add(event.owner.pausedUntil, event.owner, event.work);
        continue;
      }
      this.now = Math.max(this.now, event.at);
      event.work();
    }
  }

  /** Time stands still while the disk works for a process. Whoever is killed meanwhile never hears of it. */
  async during<Result>(work: Promise<Result>): Promise<Result> {
    this.#disk += 1;
    try {
      return await work;
    } finally {
      this.#disk -= 1;
      if (this.current?.isAlive === false) await new Promise(() => {});
    }
  }

  /** Until all that can go on without time has done so. */
  async #quiet(): Promise<void> {
    do await breathe();
    while (this.#disk > 0 || process.getActiveResourcesInfo().some((kind) => /^FS/.test(kind)));
  }
}

function isBefore(one: Event, other: Event): boolean {
  return one.at < other.at || (one.at === other.at && one.number < other.number);
}
