#!/usr/bin/env node
import v8 from 'node:v8';

// Packages that are loaded before the hook that reads TypeScript don't pass through it module by
// module: that halves the start and saves 50 MB. What else a command needs it loads itself.
const command = process.argv[2] ?? '';
const hearing = ['batch', 'sequential', 'search', 'discover', 'rejudge', 'evaluate', 'calibrate'];
const reading = [...hearing, 'runs', 'trace', 'replay', 'diagnose'];
const listing = [...reading, 'themes'];
const isOnServer = [process.env.TRIBUNAL_LEDGER ?? '', ...process.argv].some((word) =>
  /^(--ledger=)?postgres(ql)?:/i.test(word),
);
// V8 lets garbage grow to several times what lives while memory is plenty; half as much again will do.
if (hearing.includes(command)) v8.setFlagsFromString('--heap-growing-percent=50');
const packages = [
  'commander',
  'picocolors',
  ...(listing.includes(command) ? ['zod', 'fast-string-truncated-width'] : []),
  ...(reading.includes(command) ? ['kysely', isOnServer ? 'pg' : 'libsql'] : []),
  ...([...hearing, 'runs', 'diagnose'].includes(command)
    ? ['csv-parse/sync', 'csv-stringify/sync']
    : []),
  ...(hearing.includes(command) ? ['@openai/agents', 'openai', 'p-limit'] : []),
];
if (!process.argv.includes('--help')) await Promise.all(packages.map((name) => import(name)));

await import('./typescript.mjs');
const { main } = await import('./main.ts');

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
// The server that started this command may be gone: it goes on all the same.
if (process.send !== undefined) process.stderr.on('error', () => {});
process.exitCode = await main(process.argv.slice(2));
