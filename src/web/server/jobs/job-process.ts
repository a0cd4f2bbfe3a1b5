import type { ChildProcess } from 'node:child_process';
import { hostname } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import { endedEarly } from '../../../domain/exit-code.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import type { ProcessRow } from '../../../ledger/postgres/shared-schema.ts';
import type { Ending } from './job-ending.ts';

/** Lines of its messages that are kept, and characters of a line. */
const mostLines = 40;
const longestLine = 2000;

/** A command that is at work: what it said last, which run it told of, and how it ends. */
export class JobProcess {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #rest = '';
  /** The run that it told; nothing where it ended before. */
  readonly begun: Promise<string | undefined>;
  readonly ended: Promise<Ending>;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    this.begun = new Promise((resolve) => {
      child.on('message', (message) => resolve(runIn(message)));
      child.once('close', () => resolve(undefined));
      child.once('error', () => resolve(undefined));
    });
    this.ended = new Promise((resolve) => {
      child.once('error', (error) =>
        resolve({ code: null, isInterrupted: false, lines: [error.message] }),
      );
      child.once('close', (code, signal) =>
        resolve({
          code,
          isInterrupted: endedEarly(code) || signal === 'SIGINT' || signal === 'SIGTERM',
          lines: [...this.#lines, this.#rest].filter((line) => line.trim() !== ''),
        }),
      );
    });
  }

  /** The first lets it wait for its calls in flight, the second calls them off. */
  interrupt(): void {
    this.#child.kill('SIGINT');
  }

  #hear(text: string): void {
    const lines = `${this.#rest}${stripVTControlCharacters(text)}`.split(/[\r\n]+/);
    this.#rest = (lines.pop() ?? '').slice(-longestLine);
    this.#lines.push(...lines.map((line) => line.slice(0, longestLine)));
    this.#lines.splice(0, this.#lines.length - mostLines);
  }
}

function runIn(message: unknown): string | undefined {
  const run = (message as { run?: unknown } | null)?.run;
  return typeof run === 'string' ? run : undefined;
}

/** The same for one that another server started. @throws UserMistake where it is on another machine */
export function interrupt({ host, pid }: ProcessRow): void {
  if (host !== hostname()) throw new UserMistake(`the run is at work on ${host}; stop it there`);
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    // It ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
