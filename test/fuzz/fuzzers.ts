import { answers } from './answers/answers.ts';
import { ticketFiles } from './files.ts';
import type { Fuzzer } from './fuzzer.ts';
import { headers } from './headers.ts';
import { themes } from './themes.ts';

/** One for everything that comes from outside. */
export const fuzzers = [answers, headers, ticketFiles, themes] as Fuzzer<unknown>[];
