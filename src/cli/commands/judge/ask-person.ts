import { createInterface } from 'node:readline';
import { nearest } from '../../../domain/mistake.ts';
import type { Theme } from '../../../domain/theme.ts';
import { paint, printable, say } from '../../drawing/print.ts';
import { wrap } from '../../drawing/wrap.ts';

/** What a person says of a decision: that it is right, the right themes, the ticket before, or enough for today. */
type Judgement = 'accept' | { themes: string[] } | 'back' | 'quit';

export interface Person {
  ask(decided: readonly string[]): Promise<Judgement>;
  close(): void;
}

const prompt =
  '  Enter accepts, or type the right themes (- for none); b goes back, ? explains the themes, q quits: ';

/** Asks at the terminal, or from lines piped in; their end, and Ctrl-C, mean quit. */
export function askPerson(themes: readonly Theme[], stop: AbortSignal): Person {
  // Without readline's own terminal mode Ctrl-C stays a signal.
  const reader = createInterface({ input: process.stdin, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  const stopped = new Promise<{ done: true }>((resolve) => {
    stop.addEventListener('abort', () => resolve({ done: true }));
  });
  const known = themes.map(({ id }) => id);
  return {
    async ask(decided) {
      for (;;) {
        process.stderr.write(prompt);
        const line = await Promise.race([lines.next(), stopped]);
        if (line.done) return 'quit';
        const said = line.value.trim();
        if (said === '?') {
          for (const theme of themes) say(explain(theme, decided.includes(theme.id)));
          continue;
        }
        const judgement = readJudgement(said, known);
        if (typeof judgement === 'string' || 'themes' in judgement) return judgement;
        say(`  ${judgement.mistake}`);
      }
    },
    close: () => reader.close(),
  };
}

function explain({ id, name, definition }: Theme, isDecided: boolean): string {
  const head = `  ${paint.cyan(id)}  ${printable(name)}${isDecided ? ' (decided for this ticket)' : ''}`;
  return [head, ...wrap(printable(definition), 6).map((line) => `      ${line}`)].join('\n');
}

/** The judgement, or what is wrong with the line. */
function readJudgement(line: string, known: readonly string[]): Judgement | { mistake: string } {
  if (line === '') return 'accept';
  if (line === '-') return { themes: [] };
  const themes = line.split(/[\s,|]+/).filter((theme) => theme !== '');
  const unknown = themes.find((theme) => !known.includes(theme));
  if (unknown === undefined) return { themes: known.filter((theme) => themes.includes(theme)) };
  if (line === 'q') return 'quit';
  if (line === 'b') return 'back';
  const near = nearest(unknown, known);
  return {
    mistake: `${unknown} is no theme; ${near === undefined ? `the themes are ${known.join(', ')}` : `did you mean ${near}?`}`,
  };
}
