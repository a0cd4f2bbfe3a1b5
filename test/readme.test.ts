import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../src/cli/program/program.ts';
import { tempFolder } from './support/files.ts';

const readme = readFileSync('README.md', 'utf8');
const pages = ['.', 'docs', 'docs/decisions'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name)),
);

/** What a fresh clone holds: files that git tracks or would take up. */
function copyClean(target: string): void {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter((name) => name !== '')) {
    // What else a checkout may hold, as links, is none of a clone's.
    if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) continue;
    mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
    cpSync(file, path.join(target, file));
  }
}

describe('README', () => {
  it('holds its promise of one command: decisions, and where everything is', async () => {
    // Whoever runs the tests has installed.
    const [, command] = /^npm ci && (npm start)/m.exec(readme) ?? [];
    const build = 'npx vite build --ssr --mode command --logLevel warn';
    const clone = path.join(tempFolder(), 'clone');
    copyClean(clone);
    symlinkSync(path.resolve('node_modules'), path.join(clone, 'node_modules'));
    const { stdout } = await promisify(execFile)(
      'sh',
      ['-c', `${build} && ${command ?? 'exit 9'}`],
      {
        cwd: clone,
        env: { ...process.env, NO_COLOR: '1' },
      },
    );
    expect(stdout).toMatch(/116 tickets in [\d.]+ s: \d+ decided/);
    const [, results] = /^Results +(\S+)$/m.exec(stdout) ?? [];
    expect(
      readFileSync(path.join(clone, results ?? ''), 'utf8').split('\n').length,
    ).toBeGreaterThan(116);
    const left = execFileSync('git', ['ls-files', '-o', '--exclude-standard'], {
      encoding: 'utf8',
    });
    expect(left).not.toContain('.tribunal');
  }, 60_000);

  it('names only commands and options that there are', async () => {
    const program = await buildProgram(async () => {}, undefined);
    const options = new Set(
      [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]
        .flatMap((command) => command.options)
        .map(({ long }) => long),
    ).add('--help');
    const commands = new Set(program.commands.map((command) => command.name()));
    const shown = [...readme.matchAll(/npx tribunal ([a-z]+)/g)].map(([, name]) => name ?? '');
    expect(shown.filter((name) => !commands.has(name))).toEqual([]);
    const named = [...readme.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option);
    expect(named.filter((option) => !options.has(option))).toEqual([]);
  });
});

describe('the pages for readers', () => {
  it.each(pages)('%s names only places that are there', (page) => {
    const text = readFileSync(page, 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, to]) =>
      path.join(path.dirname(page), to ?? ''),
    );
    const named = [...text.matchAll(/`((?:src|agents|workflows|examples|test|docs)\/[\w./-]+)/g)];
    const places = [...links, ...named.map(([, place]) => place ?? '')];
    expect(places.filter((place) => !existsSync(place))).toEqual([]);
  });

  it('draw each room of the sources, and no other', () => {
    const drawn = readFileSync('ARCHITECTURE.md', 'utf8');
    const rooms = readdirSync('src', { withFileTypes: true }).filter((room) => room.isDirectory());
    const named = new Set([...drawn.matchAll(/^src\/.*$/gm)].join(' ').match(/src\/[\w-]+/g));
    expect([...named].sort()).toEqual(
      [...rooms.map(({ name }) => `src/${name}`), 'src/index'].sort(),
    );
  });
});
