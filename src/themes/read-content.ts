import { readFile, stat } from 'node:fs/promises';
import { importModule } from './import-module.ts';
import { readYaml } from './read-yaml.ts';

/**
 * What a file holds as data: JSON, YAML, or the default export of a module.
 * @throws whatever the module throws, or an Error that names the line of a mistake and the reason
 */
export async function readContent(file: string): Promise<unknown> {
  if (!(await stat(file)).isFile()) throw new Error('it is no ordinary file');
  if (/\.[mc]?[jt]s$/.test(file)) return readModule(file);
  const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  return /\.ya?ml$/.test(file) ? readYaml(text) : readJson(text);
}

async function readModule(file: string): Promise<unknown> {
  try {
    return (await importModule(file)).default;
  } catch (error) {
    const [, reason, place, line] =
      /^ParseError: (.*?)\s*\n (.*):(\d+):\d+$/.exec((error as Error).message) ?? [];
    if (reason === undefined) throw error;
    const where = place === file ? '' : `${place}, `;
    throw new Error(`${where}line ${line}: ${reason}`, { cause: error });
  }
}

async function readJson(text: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(await jsonFault(text, error), { cause: error });
  }
}

/** The line is from a parser that tells it, the reason from JavaScript's own, which says it better. */
async function jsonFault(text: string, error: unknown): Promise<string> {
  const { parse } = await import('@humanwhocodes/momoa');
  const said = String((error as Error).message);
  let line = text.slice(0, Number(/at position (\d+)/.exec(said)?.[1] ?? 0)).split('\n').length;
  try {
    parse(text, { mode: 'json' });
  } catch (located) {
    line = (located as { line?: number }).line ?? line;
  }
  return `line ${line}: ${said.replace(/ (in|after) JSON( at position.*)?$/s, '').replace(/, (\.\.\.)?".*is not valid JSON$/s, '')}`;
}
