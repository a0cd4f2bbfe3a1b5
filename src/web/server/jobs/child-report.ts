import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { UserMistake } from '../../../domain/mistake.ts';
import type { Resources } from './request/resources.ts';

/** Nice: runs and the page go before it, but on a busy machine it comes to an end all the same. */
const politeness = 5;

/** Characters of its messages that are kept. */
const mostMessages = 4000;

/** Starts a command that reports. It asks no server, and has no key. Ids come from the ledger: no option is read behind `--`. */
export function startReport(
  { start, servers }: Pick<Resources, 'start' | 'servers'>,
  words: readonly string[],
): ChildProcess {
  return start(words, { environment: servers.environmentFor(''), output: 'pipe' });
}

/**
 * Reads the report that a command prints with `--json`, entry by entry of its one long list: it is
 * never held whole. Runs have the processor before it.
 * @returns the report, with that list empty
 * @throws UserMistake with the command's own line where it ends otherwise than well
 */
export async function readReport<Report, Entry>(
  child: ChildProcess,
  list: string,
  take: (entry: Entry) => void,
): Promise<Report> {
  if (child.pid !== undefined) setPriority(child.pid, politeness);
  const ended = once(child, 'close') as Promise<[code: number | null]>;
  let messages = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    messages = `${messages}${text}`.slice(-mostMessages);
  });
  const lines = new ReportLines(list, (text) => take(JSON.parse(text) as Entry));
  if (child.stdout !== null)
    for await (const text of child.stdout.setEncoding('utf8')) lines.read(String(text));
  const [code] = await ended;
  if (code === 0) return JSON.parse(lines.rest) as Report;
  const said = messages.trim().split('\n').at(-1) ?? '';
  if (code === 2) throw new UserMistake(said.replace(/^tribunal: /, ''));
  throw new Error(`a report ended with ${code}: ${messages}`);
}

/** Takes JSON that is indented by two apart at its lines: strings hold no line ends. */
class ReportLines {
  readonly #opening: string;
  readonly #take: (entry: string) => void;
  #open = '';
  #entry: string[] = [];
  #isInList = false;
  /** All but the entries of the list. */
  rest = '';

  constructor(list: string, take: (entry: string) => void) {
    this.#opening = `  ${JSON.stringify(list)}: [`;
    this.#take = take;
  }

  read(text: string): void {
    const lines = `${this.#open}${text}`.split('\n');
    this.#open = lines.pop() ?? '';
    for (const line of lines) this.#readLine(line);
  }

  #readLine(line: string): void {
    if (!this.#isInList) {
      this.#isInList = line === this.#opening;
      this.rest += line;
    } else if (line.startsWith('  ]')) {
      this.#isInList = false;
      this.rest += line;
    } else {
      const isEnd = line.startsWith('    }');
      this.#entry.push(isEnd ? '}' : line);
      if (!isEnd) return;
      this.#take(this.#entry.join(''));
      this.#entry = [];
    }
  }
}
