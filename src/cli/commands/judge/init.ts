import { readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { UserMistake } from '../../../domain/mistake.ts';
import { plural } from '../../../domain/text/plural.ts';
import { sampleTickets } from '../../../installation.ts';
import { runOptionsOf } from '../../../runs/run-options.ts';
import { findConfig, readConfig } from '../../../settings/config-file.ts';
import { readSetting } from '../../../settings/read-setting.ts';
import { configSchema, only, type Settings } from '../../../settings/schema.ts';
import { loadThemes } from '../../../themes/load-themes.ts';
import { openTickets } from '../../../tickets/read-tickets.ts';
import { nextCommand } from '../../drawing/next-command.ts';
import { say } from '../../drawing/print.ts';
import type { RunFlags } from '../../program/run-options.ts';
import { runBatch } from './batch.ts';

const configFile = 'tribunal.config.json';
const schemaFile = '.tribunal/config.schema.json';
/** Tickets of the first run: enough to see what comes of it, and few enough to pay for. */
const firstTickets = 20;

/** Asks what a config has to say, writes it, and judges the first tickets by it. */
export async function init(files: string[], flags: RunFlags): Promise<number> {
  const known = findConfig('.');
  if (known !== undefined && !flags.force)
    throw new UserMistake(`there is a ${known} already; change it by hand, or add --force`);
  const given = only(flags, 'themes', 'model', 'baseUrl', 'maxCost', 'maxCalls');
  const said = { ...given, ...(files.length > 0 && { files }) };
  if (files.length === 0 && !process.stdin.isTTY)
    throw new UserMistake(
      'init asks at a terminal; without one say all of it: init FILE --themes PLACE --model NAME --max-cost DOLLARS',
    );
  const settings = process.stdin.isTTY ? await askAll(said) : await check(said);
  if (settings === undefined) return 130;
  await mkdir(path.dirname(schemaFile), { recursive: true });
  await writeFile(schemaFile, `${JSON.stringify(configSchema(), null, 2)}\n`);
  const config = { $schema: `./${schemaFile}`, ...settings };
  await writeFile(configFile, `${JSON.stringify(config, null, 2)}\n`);
  const read = await readConfig(configFile).catch(async (error: unknown) => {
    await rm(configFile);
    throw error;
  });
  say(`Wrote ${configFile}, which holds for each command in this folder`);
  say(`Judging the first ${plural(firstTickets, 'ticket')}`);
  const code = await runBatch(read.files ?? [], { ...flags, ...read, limit: firstTickets });
  say(`All of them, as often as you like: ${nextCommand(['batch'])}`);
  return code;
}

/** @throws UserMistake for what can't be used */
async function check(settings: Settings): Promise<Settings> {
  const { file, columns, themes } = runOptionsOf(settings.files ?? [], settings);
  if (settings.files !== undefined) await openTickets(file, columns);
  if (typeof themes === 'string') await loadThemes(themes);
  return settings;
}

interface Question {
  text: string;
  /** What an empty line means, in words. */
  usual: string;
  read(answer: string): Settings;
}

function questionsOf({ files, themes, model, baseUrl }: Settings): Question[] {
  const [table = sampleTickets] = files ?? readdirSync('.').filter(isTable);
  return [
    {
      text: 'A file of tickets',
      usual: table,
      read: (answer) => ({ files: [answer || table] }),
    },
    {
      text: 'Your themes: a folder, a file or a package',
      usual: themes ?? 'those of this folder, else samples',
      read: (answer) => (answer || themes ? { themes: answer || themes } : {}),
    },
    {
      text: 'A model: embedded, openai:<name>, ollama:<name>, or a name and the address of its server',
      usual: [model, baseUrl].filter(Boolean).join(' '),
      read(answer) {
        const [name = model, address = baseUrl] = answer.split(/\s+/).filter(Boolean);
        return { model: name, ...(address && { baseUrl: address }) };
      },
    },
    {
      text: 'The most that a run may take: dollars, as in 2.50, or calls, as in 500 calls',
      usual: 'no limit',
      read(answer) {
        const [, calls] = /^(\d+) *calls?$/i.exec(answer) ?? [];
        if (calls !== undefined) return { maxCalls: readSetting('maxCalls', calls, 'a limit') };
        return answer === '' ? {} : { maxCost: readSetting('maxCost', answer, 'a limit') };
      },
    },
  ];
}

/** Undefined where the person has left. */
async function askAll(said: Settings): Promise<Settings | undefined> {
  const reader = createInterface({ input: process.stdin, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  try {
    let settings: Settings | undefined = said;
    for (const question of questionsOf(said)) {
      settings = await ask(lines, question, settings);
      if (settings === undefined) return undefined;
    }
    return settings;
  } finally {
    reader.close();
  }
}

/** Asks until the answer can be used. */
async function ask(
  lines: AsyncIterator<string>,
  { text, usual, read }: Question,
  before: Settings,
): Promise<Settings | undefined> {
  for (;;) {
    process.stderr.write(`${text}\n  [${usual}]: `);
    const line = await lines.next();
    if (line.done) return undefined;
    try {
      return await check({ ...before, ...read(line.value.trim()) });
    } catch (error) {
      if (!(error instanceof UserMistake)) throw error;
      say(`  ${error.message}`);
    }
  }
}

function isTable(name: string): boolean {
  return /\.(csv|tsv|jsonl|xlsx)$/i.test(name);
}
