import type { JobProcess } from './job-process.ts';

/** Jobs that are at work at once; the others wait for their turn, first come first served. */
const mostAtWork = 4;

interface Turn {
  start(): JobProcess;
  /** Told where it could not be started when its turn came. */
  refuse(error: unknown): Promise<void>;
  /** Sees it to its end. */
  follow(process: JobProcess): Promise<void>;
}

/** The processes of jobs, as many as may be at work, and the jobs whose turn it isn't yet. */
export class JobLine {
  readonly #atWork = new Map<string, { process: JobProcess; settled: Promise<void> }>();
  readonly #waiting = new Map<string, Turn>();
  #isClosed = false;

  /** Throws what `start` throws, where its turn is now. */
  enter(job: string, turn: Turn): void {
    if (this.#isClosed) return;
    if (this.#atWork.size < mostAtWork) this.#begin(job, turn);
    else this.#waiting.set(job, turn);
  }

  /** Takes back one that waits. Returns whether it did. */
  leave(job: string): boolean {
    return this.#waiting.delete(job);
  }

  isWaiting(job: string): boolean {
    return this.#waiting.has(job);
  }

  processOf(job: string): JobProcess | undefined {
    return this.#atWork.get(job)?.process;
  }

  /** Resolves when what is at work has ended. */
  async ended(job: string): Promise<void> {
    await this.#atWork.get(job)?.settled;
  }

  /** How many are at work or wait. */
  get size(): number {
    return this.#atWork.size + this.#waiting.size;
  }

  /** Interrupts what is at work and waits for its end; nothing else begins. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting.clear();
    const all = [...this.#atWork.values()];
    for (const { process } of all) process.interrupt();
    await Promise.all(all.map(({ settled }) => settled));
  }

  #begin(job: string, { start, follow }: Turn): void {
    const process = start();
    const settled = follow(process)
      .catch(console.error)
      .then(() => {
        this.#atWork.delete(job);
        this.#next();
      });
    this.#atWork.set(job, { process, settled });
  }

  #next(): void {
    for (const [job, turn] of this.#waiting) {
      if (this.#atWork.size >= mostAtWork) return;
      this.#waiting.delete(job);
      try {
        this.#begin(job, turn);
      } catch (error) {
        turn.refuse(error).catch(console.error);
      }
    }
  }
}
