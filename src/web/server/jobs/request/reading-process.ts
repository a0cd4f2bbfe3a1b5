import type { ChildProcess } from 'node:child_process';
import type { UploadAnswer, UploadQuestion } from './upload-reading.ts';

/** Characters of its last words that are kept. */
const mostWords = 4000;
/** Milliseconds that it waits for another upload. */
const longestRest = 60_000;

/** How a process ended that gave no answer. */
export interface Ended {
  signal: NodeJS.Signals | null;
  words: string;
}

/** A process that reads one upload after the other. Nobody waits for it: it ends with the server's at the latest. */
export class ReadingProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;
  #answered: (answer: UploadAnswer) => void = () => {};
  #rest: NodeJS.Timeout | undefined;
  #words = '';
  isOver = false;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.unref();
    child.channel?.unref();
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#words = `${this.#words}${text}`.slice(-mostWords);
    });
    child.on('message', (answer) => this.#answered(answer as UploadAnswer));
    this.#ended = new Promise((resolve) => {
      const end = (signal: NodeJS.Signals | null, words = '') => {
        this.isOver = true;
        resolve({ signal, words: this.#words || words });
      };
      child.once('exit', () => {
        this.isOver = true;
        clearTimeout(this.#rest);
      });
      child.on('error', (error) => end(null, error.message));
      child.once('close', (_, signal) => end(signal));
    });
  }

  /** @param until fires when it is to be ended, whatever it does */
  async ask(question: UploadQuestion, until: AbortSignal): Promise<UploadAnswer | Ended> {
    clearTimeout(this.#rest);
    const kill = () => void this.#child.kill('SIGKILL');
    until.addEventListener('abort', kill);
    const answer = new Promise<UploadAnswer>((resolve) => {
      this.#answered = resolve;
    });
    this.#child.send(question, () => {});
    try {
      return await Promise.race([answer, this.#ended]);
    } finally {
      until.removeEventListener('abort', kill);
      if (!this.isOver)
        this.#rest = setTimeout(() => this.#child.disconnect(), longestRest).unref();
    }
  }
}
