#!/usr/bin/env node
import v8 from 'node:v8';
import { main } from './program/main.ts';

const longRunning = [
  'batch',
  'run',
  'sequential',
  'search',
  'discover',
  'rejudge',
  'evaluate',
  'calibrate',
  'diagnose',
];
// V8 lets garbage grow to several times what lives while memory is plenty; half as much again will do.
// Not at the start: while little lives, collecting it that often is a sixth of a short run's CPU.
if (longRunning.includes(process.argv[2] ?? ''))
  setTimeout(() => v8.setFlagsFromString('--heap-growing-percent=50'), 2_000).unref();

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
// Whoever read the messages may be gone: it goes on all the same.
process.stderr.on('error', () => {});
process.exitCode = await main(process.argv.slice(2));
