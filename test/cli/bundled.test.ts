import { copyFileSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { tempFolder } from '../support/files.ts';
import { runNode } from '../support/run-cli.ts';

it('every part of the bundle can be loaded by itself', async () => {
  const folder = path.resolve('dist/cli');
  const parts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const load = parts.map((name) => `await import(${JSON.stringify(path.join(folder, name))});`);
  const { code, stderr } = await runNode(['--input-type=module', '-e', load.join('\n')]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(parts).toContain('main.js');
});

it('a bundle is used as long as nothing that it was made from is written', async () => {
  const project = tempFolder();
  for (const folder of ['src/cli', 'dist/cli'])
    mkdirSync(path.join(project, folder), { recursive: true });
  copyFileSync('src/cli/bundled.mjs', path.join(project, 'src/cli/bundled.mjs'));
  writeFileSync(path.join(project, 'src/cli/main.ts'), 'export {};');
  const address = pathToFileURL(path.join(project, 'src/cli/bundled.mjs')).href;
  const { bundledForms, list, stampOf } = await import(/* @vite-ignore */ address);
  expect(bundledForms().size).toBe(0);
  writeFileSync(list, JSON.stringify({ 'src/cli/main.ts': stampOf('src/cli/main.ts') }));
  const main = pathToFileURL(path.join(project, 'src/cli/main.ts')).href;
  expect(bundledForms().get(main)).toMatch(/dist\/cli\/main\.js$/);
  utimesSync(path.join(project, 'src/cli/main.ts'), 1, 1);
  expect(bundledForms().size).toBe(0);
  writeFileSync(list, JSON.stringify({ 'src/cli/gone.ts': '1 1' }));
  expect(bundledForms().size).toBe(0);
});
