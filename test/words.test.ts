import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

/** The words that CONTRIBUTING says nobody reads: what is in backticks on the left of its table. */
function bannedWords(): string[] {
  const rows = readFileSync('CONTRIBUTING.md', 'utf8').match(/^\| `.*?\|/gm) ?? [];
  return rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word));
}

const banned = new RegExp(`(?<![\\w.-])(?:${bannedWords().join('|')})(?![\\w(-])`, 'i');

/** Lists of a language's words, and what people may type. Nobody reads them. */
const wordLists = /embedded\/words|empty-words|other-words|read-prose/;

/** Strings and texts of JSX with a blank in them, of a file that has such a word: what has none is a name or a value. */
function textsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  if (!banned.test(source)) return [];
  const texts: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, value } = node as { type?: string; value?: unknown };
    if (type === 'Literal' || type === 'JSXText') texts.push(String(value));
    if (type === 'TemplateElement') texts.push((value as { raw: string }).raw);
    Object.values(node).forEach(visit);
  };
  visit(parseSync(file, source).program);
  return texts.filter((text) => /\s/.test(text.trim()));
}

/** Paragraphs, so that a line break hides nothing, without code and without files' names. */
function paragraphsOf(file: string): string[] {
  const prose = readFileSync(file, 'utf8').replace(/```[\s\S]*?```|`[^`]*`|\]\([^)]*\)/g, '');
  return prose.split(/\n\s*\n/).map((paragraph) => paragraph.replace(/\s+/g, ' '));
}

const found = (file: string, texts: readonly string[]) =>
  texts.flatMap((text) => (banned.test(text) ? [`${file}: ${text.trim().slice(0, 120)}`] : []));

describe('plain words', () => {
  it('are all that commands, messages and the page say', () => {
    const files = globSync(['src/**/*.{ts,tsx}', 'workflows/*.ts']).filter(
      (file) => !wordLists.test(file),
    );
    expect(files.length).toBeGreaterThan(400);
    expect(files.flatMap((file) => found(file, textsOf(file)))).toEqual([]);
  });

  it('are all that the README and the docs say', () => {
    const files = ['README.md', 'SECURITY.md', ...globSync(['docs/**/*.md'])];
    expect(files.flatMap((file) => found(file, paragraphsOf(file)))).toEqual([]);
  });
});
