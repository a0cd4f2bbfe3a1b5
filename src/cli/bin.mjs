#!/usr/bin/env node
import { register } from 'node:module';
import v8 from 'node:v8';
import { bundledForms } from './bundled.mjs';

const bundled = bundledForms();
// Themes are TypeScript, also where all else is bundled.
if (!process.features.typescript)
  register('./typescript-hooks.mjs', import.meta.url, { data: { bundled } });
const source = new URL('./main.ts', import.meta.url).href;
const { main } = await import(bundled.get(source) ?? source);

const hearing = ['batch', 'sequential', 'search', 'discover', 'rejudge', 'evaluate', 'calibrate'];
// V8 lets garbage grow to several times what lives while memory is plenty; half as much again will do.
if (hearing.includes(process.argv[2])) v8.setFlagsFromString('--heap-growing-percent=50');

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
// The server that started this command may be gone: it goes on all the same.
if (process.send !== undefined) process.stderr.on('error', () => {});
process.exitCode = await main(process.argv.slice(2));
