import { createInterface } from 'node:readline';
import { nearest } from '../../domain/mistake.ts';
import { say } from '../drawing/print.ts';

/** What a person says of a decision: the right themes, or that it is enough for today. */
type Judgement = { themes: string[] } | 'quit';

export interface Person {
  ask(decided: readonly string[]): Promise<Judgement>;
  close(): void;
}

/** Asks at the terminal, or from lines piped in; their end, and Ctrl-C, mean quit. */
export function askPerson(themes: readonly string[], stop: AbortSignal): Person {
  // Without readline's own terminal mode Ctrl-C stays a signal.
  const reader = createInterface({ input: process.stdin, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  const stopped = new Promise<{ done: true }>((resolve) => {
    stop.addEventListener('abort', () => resolve({ done: true }));
  });
  return {
    async ask(decided) {
      for (;;) {
        process.stderr.write('  Enter accepts, q quits, or type the right themes (- for none): ');
        const line = await Promise.race([lines.next(), stopped]);
        if (line.done) return 'quit';
        const judgement = readJudgement(line.value.trim(), decided, themes);
        if (typeof judgement !== 'string' || judgement === 'quit') return judgement;
        say(`  ${judgement}`);
      }
    },
    close: () => reader.close(),
  };
}

/** The judgement, or what is wrong with the line. */
function readJudgement(
  line: string,
  decided: readonly string[],
  known: readonly string[],
): Judgement | string {
  if (line === '') return { themes: [...decided] };
  if (line === 'q') return 'quit';
  if (line === '-') return { themes: [] };
  const themes = line.split(/[\s,|]+/).filter((theme) => theme !== '');
  const unknown = themes.find((theme) => !known.includes(theme));
  if (unknown === undefined) return { themes: known.filter((theme) => themes.includes(theme)) };
  const near = nearest(unknown, known);
  return `${unknown} is no theme; ${near === undefined ? `the themes are ${known.join(', ')}` : `did you mean ${near}?`}`;
}
