import { runCommand } from './command.ts';
import type { HeardRun } from './heard-run.ts';
import { scratch } from './scratch.ts';

/** What reads a ledger, and what goes on with it. */
export const readings: string[][] = [
  ...[
    ['runs', 'list'],
    ['runs', 'list', '--json'],
    ['runs', 'show'],
    ['runs', 'show', '--json'],
  ],
  ...[
    ['trace'],
    ['trace', '--json'],
    ['trace', 'T1'],
    ['trace', 'T2', '--json'],
    ['trace', 'T4', '--raw'],
  ],
  ...[
    ['trace', '--mode', 'false_yes'],
    ['trace', '--contains', 'late'],
    ['trace', '--missing'],
  ],
  ...[
    ['diagnose'],
    ['diagnose', '--json'],
    ['evaluate', '@run'],
    ['replay', 'T1'],
    ['replay', 'T4'],
  ],
  ...[
    ['runs', 'compare', '@run', '@other'],
    ['runs', 'export', '--out', '@.csv', '--force'],
  ],
  ...[
    ['runs', 'export', '--out', '@.jsonl', '--wide', '--force'],
    ['runs', 'export', '--html', '@.html', '--force'],
  ],
  ...[
    ['trace', 'export', '--out', '@.jsonl', '--force'],
    ['trace', 'export', '--format', 'otlp', '--out', '@.pb', '--force'],
  ],
  ...[
    ['trace', 'export', '--format', 'openinference', '--out', '@.jsonl', '--force'],
    ['batch', '@tickets'],
  ],
];

/** Reads a ledger in one of these ways. Whatever is in it, one line says what is wrong. */
export async function readLedger(
  ledger: string,
  reading: readonly string[],
  heard: HeardRun,
  runs: readonly string[],
) {
  const words = reading.flatMap((word) => {
    if (word === '@run') return runs[0] ?? 'run';
    if (word === '@other') return runs[1] ?? 'other';
    if (word === '@tickets')
      return [
        heard.tickets,
        '--themes',
        heard.themes,
        '--route',
        'all',
        '--out',
        scratch('again.csv'),
        '--force',
      ];
    return word.startsWith('@.') ? scratch(`read${word.slice(1)}`) : word;
  });
  const { code, out, err } = await runCommand([...words, '--ledger', ledger]);
  if (code === 70) throw new Error(`${words.join(' ')}: ${err}`);
  if (code === 2 && (out !== '' || !/^tribunal: [^\n]+\n$/.test(lastLine(err))))
    throw new Error(`${words.join(' ')} says more than a line: ${out}${err}`);
}

function lastLine(text: string): string {
  return `${text.trimEnd().split('\n').at(-1)}\n`;
}
