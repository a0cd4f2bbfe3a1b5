import { findThemes } from '../agents/find-themes.ts';
import { UserMistake } from '../src/domain/mistake.ts';
import type { Tariff } from '../src/domain/prices.ts';
import { readNumber, readShare } from '../src/domain/read-values.ts';
import { readEndpoint } from '../src/model/endpoint.ts';
import type { Limits } from '../src/model/pacer.ts';
import type { BatchOptions } from './batch-options.ts';
import { readInput } from './read-input.ts';
import type { RunFlags } from './run-flags.ts';

/** Tickets in a call where nobody says: free calls may be long, paid ones should be easy to answer. */
const autoDocket = { embedded: 64, served: 16, scarce: 32 };
/** Calls are scarce where the server allows no more than so many a minute, or bounds those of a day. */
const scarceRpm = 120;

/** Under a known limit the pace bounds the calls, however long each takes; else it is found out how many pay. */
const autoConcurrency = {
  embedded: { start: 8, most: 8 },
  paced: { start: 64, most: 64 },
  unknown: { start: 8, most: 64 },
};

/** What a run needs to know, but for what it is told while it goes on. */
export type ReadOptions = Omit<BatchOptions, 'stop' | 'abort' | 'onStart' | 'onDecision'>;

/** @throws UserMistake for a value out of range, with what was expected. */
export function readRunOptions(
  files: string | readonly string[],
  flags: RunFlags,
): Omit<ReadOptions, 'command'> {
  const endpoint = readEndpoint(flags.model, flags.baseUrl, flags.api);
  const isEmbedded = endpoint.api === 'embedded';
  if (flags.learned && !isEmbedded)
    throw new UserMistake(
      `--learned is of the embedded model; leave it out, or --model ${flags.model}`,
    );
  const limits = {
    rpm: readLimit('--rpm', flags.rpm),
    tpm: readLimit('--tpm', flags.tpm),
    rpd: readLimit('--rpd', flags.rpd),
  };
  return {
    file: readInput(files, flags),
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
    themes: flags.themes ?? findThemes(),
    ledger: flags.ledger,
    endpoint,
    route: flags.route,
    aggregate: flags.aggregate,
    docket:
      flags.docket === 'auto'
        ? autoDocket[isEmbedded ? 'embedded' : isScarce(limits) ? 'scarce' : 'served']
        : readNumber('--docket', flags.docket, 1, 256),
    isDocketAuto: flags.docket === 'auto',
    ...readPoll(flags, isEmbedded),
    concurrency: readConcurrency(flags, isEmbedded),
    maxCalls: readLimit('--max-calls', flags.maxCalls),
    maxCost: flags.maxCost === undefined ? undefined : readDollars('--max-cost', flags.maxCost),
    maxFailed:
      flags.maxFailed === undefined ? undefined : readShare('--max-failed', flags.maxFailed),
    price: flags.price === undefined ? undefined : readPrice(flags.price),
    limits,
    timeoutMs: readNumber('--timeout', flags.timeout, 1, 3600) * 1000,
    fresh: flags.fresh === true,
    ...(flags.learned ? { learned: true } : {}),
    ...readTriage(flags),
    redact: flags.redact === true,
    ...(flags.audit === undefined ? {} : { audit: readShare('--audit', flags.audit) }),
    out: flags.out,
    wide: flags.wide === true,
    force: flags.force === true,
  };
}

const usualMaxMiss = '2%';

/** @throws UserMistake for a promise that nobody makes or that asks for everything, and for a second audit */
function readTriage({ triage, maxMiss, route, audit }: RunFlags) {
  if (triage !== 'learned') {
    if (maxMiss === undefined) return {};
    throw new UserMistake('--max-miss is what --triage learned promises: name both, or neither');
  }
  if (route === 'all')
    throw new UserMistake(
      '--route all asks every judge, --triage learned leaves some out: choose one of the two',
    );
  if (audit !== undefined)
    throw new UserMistake(
      '--triage learned keeps its own audit, as large as its promise needs: leave --audit out',
    );
  const share = readShare('--max-miss', maxMiss ?? usualMaxMiss);
  if (share === 0 || share > 0.5)
    throw new UserMistake(
      `--max-miss takes a share above 0 and up to 50%, got "${maxMiss}"; to miss nothing, ask every judge: --route all`,
    );
  return { triage: { maxMiss: share } };
}

/** @throws UserMistake for votes that can be tied, and for a model that gives the same answer each time */
function readPoll({ votes, panel }: RunFlags, isEmbedded: boolean) {
  if (votes !== undefined && panel !== undefined)
    throw new UserMistake(
      '--votes asks one model again, --panel asks several: choose one of the two',
    );
  if (panel !== undefined) return { panel: readPanel(panel, isEmbedded) };
  if (votes === undefined) return {};
  const count = readNumber('--votes', votes, 1, 9);
  if (count % 2 === 0)
    throw new UserMistake(`--votes takes an odd number, so that none is tied, got "${votes}"`);
  if (isEmbedded && count > 1)
    throw new UserMistake(
      '--votes changes nothing with the embedded model, which always gives the same answer; name a --model on a server',
    );
  return count === 1 ? {} : { votes: count };
}

function readPanel(text: string, isEmbedded: boolean): string[] {
  const models = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (isEmbedded || models.includes('embedded'))
    throw new UserMistake(
      '--panel takes models on one server, and the embedded model is on none; name the server with --base-url and a --model for triage and aggregator',
    );
  if (models.length < 2 || new Set(models).size < models.length)
    throw new UserMistake(
      `--panel takes two models or more, each once, with commas between, got "${text}"`,
    );
  return models;
}

function isScarce({ rpm, rpd }: Limits): boolean {
  return rpd !== undefined || (rpm !== undefined && rpm <= scarceRpm);
}

function readConcurrency({ concurrency, rpm }: RunFlags, isEmbedded: boolean) {
  if (concurrency === 'auto')
    return autoConcurrency[isEmbedded ? 'embedded' : rpm === undefined ? 'unknown' : 'paced'];
  const number = readNumber('--concurrency', concurrency, 1, 1000);
  return { start: number, most: number };
}

function readDollars(option: string, text: string): number {
  const dollars = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(dollars > 0))
    throw new UserMistake(`${option} takes an amount in dollars, as in 2.50, got "${text}"`);
  return dollars;
}

/** `IN,OUT`, dollars for a million tokens. @throws UserMistake for anything else */
function readPrice(text: string): Tariff {
  const [input, output, ...others] = text
    .split(',')
    .map((part) => (/^\s*\d*\.?\d+\s*$/.test(part) ? Number(part) : Number.NaN));
  if (input === undefined || output === undefined || others.length > 0 || !(input + output >= 0))
    throw new UserMistake(
      `--price takes dollars per million tokens in and out, as in 0.15,0.60, got "${text}"`,
    );
  return { kind: 'given', input, cached: input, output };
}

function readLimit(option: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : readNumber(option, text, 1, 1_000_000_000);
}
