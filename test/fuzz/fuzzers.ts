import { answers, dockets } from './answers/answers.ts';
import { ticketFiles } from './files.ts';
import type { Fuzzer } from './fuzzer.ts';
import { headers } from './headers.ts';
import { imports } from './imports.ts';
import { ledgers } from './ledgers.ts';
import { themes } from './themes.ts';

/** One for everything that comes from outside. */
export const fuzzers = [
  answers,
  dockets,
  headers,
  imports,
  ticketFiles,
  themes,
  ledgers,
] as Fuzzer<unknown>[];
