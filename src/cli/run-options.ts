import { ownThemes } from '../../agents/load-themes.ts';
import type { BatchOptions } from '../../workflows/batch.ts';
import { UserMistake } from '../domain/mistake.ts';
import { readEndpoint } from '../model/endpoint.ts';

/** What commander hands over for a command that hears a file. */
export interface RunFlags {
  model: string;
  baseUrl?: string;
  api?: 'chat' | 'responses';
  themes?: string;
  id?: string;
  text?: string;
  context?: string;
  route: 'triage' | 'all';
  aggregate: 'always' | 'conflicts' | 'never';
  docket: string;
  concurrency: string;
  rpm?: string;
  tpm?: string;
  rpd?: string;
  maxCalls?: string;
  timeout: string;
  out: string[];
  wide?: boolean;
  force?: boolean;
  fresh?: boolean;
  ledger: string;
  json?: boolean;
  dryRun?: boolean;
  price?: string;
}

/** Tickets in a call where nobody says: free calls may be long, paid ones should be easy to answer. */
const autoDocket = { embedded: 64, served: 8 };

/** Under a known limit the pace bounds the calls, however long each takes; else few are out at once. */
const autoConcurrency = { paced: 64, unknown: 8 };

/** @throws UserMistake for a value out of range, with what was expected. */
export function readRunOptions(
  file: string,
  flags: RunFlags,
): Omit<BatchOptions, 'stop' | 'abort' | 'onStart' | 'onDecision'> {
  const endpoint = readEndpoint(flags.model, flags.baseUrl, flags.api);
  return {
    file,
    columns: {
      ...(flags.id === undefined ? {} : { id: flags.id }),
      ...(flags.text === undefined ? {} : { text: flags.text }),
      ...(flags.context === undefined
        ? {}
        : {
            context: flags.context
              .split(',')
              .map((name) => name.trim())
              .filter((name) => name !== ''),
          }),
    },
    themes: flags.themes ?? ownThemes,
    ledger: readLedgerPath(flags.ledger),
    endpoint,
    route: flags.route,
    aggregate: flags.aggregate,
    docket:
      flags.docket === 'auto'
        ? autoDocket[endpoint.api === 'embedded' ? 'embedded' : 'served']
        : readNumber('--docket', flags.docket, 1, 256),
    concurrency:
      flags.concurrency === 'auto'
        ? autoConcurrency[flags.rpm === undefined ? 'unknown' : 'paced']
        : readNumber('--concurrency', flags.concurrency, 1, 1000),
    maxCalls: readLimit('--max-calls', flags.maxCalls),
    limits: {
      rpm: readLimit('--rpm', flags.rpm),
      tpm: readLimit('--tpm', flags.tpm),
      rpd: readLimit('--rpd', flags.rpd),
    },
    timeoutMs: readNumber('--timeout', flags.timeout, 1, 3600) * 1000,
    fresh: flags.fresh === true,
    out: flags.out,
    wide: flags.wide === true,
    force: flags.force === true,
  };
}

/** @throws UserMistake for an address: this version keeps its ledger in a file. */
export function readLedgerPath(location: string): string {
  if (/^\w+:\/\//.test(location))
    throw new UserMistake('--ledger takes a path; ledgers on a database server are not there yet');
  return location;
}

function readLimit(option: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : readNumber(option, text, 1, 1_000_000_000);
}

function readNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UserMistake(`${option} takes a whole number from ${least} to ${most}, got "${text}"`);
  return value;
}
