import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtCommand, nameFrom, packageRoot } from '../src/installation.ts';
import { tempFolder } from './support/files.ts';

function linked(place: string, target: string): string {
  mkdirSync(path.dirname(place), { recursive: true });
  symlinkSync(target, place);
  return path.dirname(place);
}

describe('the command that hints are printed with', () => {
  it('is npx tribunal in the checkout, and below', () => {
    expect(nameFrom(packageRoot, '')).toBe('npx tribunal');
    expect(nameFrom(path.join(packageRoot, 'src/cli'), '')).toBe('npx tribunal');
  });

  it('is npx tribunal in a project that has it installed, and below', () => {
    const project = tempFolder();
    const deep = path.join(project, 'exports/november');
    mkdirSync(deep, { recursive: true });
    linked(path.join(project, 'node_modules/ticket-tribunal'), packageRoot);
    expect(nameFrom(deep, '')).toBe('npx tribunal');
  });

  it('is its own name where the shell finds it under that', () => {
    const global = linked(path.join(tempFolder(), 'bin/tribunal'), builtCommand);
    expect(nameFrom(tempFolder(), `/usr/bin${path.delimiter}${global}`)).toBe('tribunal');
  });

  it('is no other command of that name, nor one that npx put on the path', () => {
    const other = path.join(tempFolder(), 'tribunal');
    writeFileSync(other, '#!/bin/sh\n', { mode: 0o755 });
    const own = linked(path.join(tempFolder(), 'node_modules/.bin/tribunal'), builtCommand);
    const searched = [path.dirname(other), own].join(path.delimiter);
    expect(nameFrom(tempFolder(), searched)).toBe(`node ${builtCommand}`);
  });
});
