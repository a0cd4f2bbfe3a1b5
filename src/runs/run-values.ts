import { UserMistake } from '../domain/mistake.ts';
import type { Tariff } from '../domain/prices.ts';
import { readEndpoint } from '../model/endpoint.ts';
import type { Limits } from '../model/limits/pacer.ts';
import { type RunFlags, usualFlags } from '../settings/flags.ts';
import { findThemes } from '../themes/find-themes.ts';
import type { BatchOptions } from './batch-options.ts';

/** What is said of how a file is to be judged, by a command's options or by a page's request; the rest is guessed or as usual. */
export interface RunValues {
  columns?: { id?: string | undefined; text?: string | undefined; context?: string[] | undefined };
  /** As `--themes` takes them. */
  themes?: string | undefined;
  model: string;
  baseUrl?: string | undefined;
  api?: RunFlags['api'] | undefined;
  learned?: boolean | undefined;
  route?: RunFlags['route'] | undefined;
  triage?: RunFlags['triage'] | undefined;
  maxMiss?: number | undefined;
  audit?: number | undefined;
  aggregate?: RunFlags['aggregate'] | undefined;
  docket?: number | undefined;
  votes?: number | undefined;
  panel?: string[] | undefined;
  concurrency?: number | undefined;
  rpm?: number | undefined;
  tpm?: number | undefined;
  rpd?: number | undefined;
  maxCalls?: number | undefined;
  /** Dollars. */
  maxCost?: number | undefined;
  /** Share of the tickets, 0 to 1. */
  maxFailed?: number | undefined;
  price?: Tariff | undefined;
  /** Seconds. */
  timeout?: number | undefined;
  fresh?: boolean | undefined;
  redact?: boolean | undefined;
  out?: string[];
  wide?: boolean | undefined;
  rawCells?: boolean | undefined;
  force?: boolean | undefined;
  ledger: string;
}

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

/** @throws UserMistake for values that don't go together */
export function runOptionsOf(
  file: BatchOptions['file'],
  values: RunValues,
): Omit<ReadOptions, 'command'> {
  const { columns = {}, rpm, tpm, rpd, docket, route = usualFlags.route } = values;
  const endpoint = readEndpoint(values.model, values.baseUrl, values.api);
  const isEmbedded = endpoint.api === 'embedded';
  if (values.learned && !isEmbedded)
    throw new UserMistake(
      `--learned is of the embedded model; leave it out, or --model ${values.model}`,
    );
  const limits = { rpm, tpm, rpd };
  return {
    file,
    columns: {
      ...(columns.id === undefined ? {} : { id: columns.id }),
      ...(columns.text === undefined ? {} : { text: columns.text }),
      ...(columns.context === undefined ? {} : { context: columns.context }),
    },
    themes: values.themes ?? findThemes(),
    ledger: values.ledger,
    endpoint,
    ...{ route, aggregate: values.aggregate ?? usualFlags.aggregate },
    docket: docket ?? autoDocket[isEmbedded ? 'embedded' : isScarce(limits) ? 'scarce' : 'served'],
    isDocketAuto: docket === undefined,
    ...readPoll(values, isEmbedded),
    concurrency: readConcurrency(values, isEmbedded),
    ...{ maxCalls: values.maxCalls, maxCost: values.maxCost, maxFailed: values.maxFailed },
    ...{ price: values.price, limits },
    timeoutMs: 1000 * (values.timeout ?? Number(usualFlags.timeout)),
    fresh: values.fresh === true,
    ...(values.learned ? { learned: true } : {}),
    ...readTriage(values, route),
    redact: values.redact === true,
    ...(values.audit === undefined ? {} : { audit: values.audit }),
    ...{ out: values.out ?? [], wide: values.wide === true, force: values.force === true },
    rawCells: values.rawCells === true,
  };
}

const usualMaxMiss = 0.02;

/** @throws UserMistake for a promise that nobody makes, and for a second audit */
function readTriage({ triage, maxMiss, audit }: RunValues, route: RunFlags['route']) {
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
  return { triage: { maxMiss: maxMiss ?? usualMaxMiss } };
}

/** @throws UserMistake for votes that can be tied, and for a model that gives the same answer each time */
function readPoll({ votes, panel }: RunValues, isEmbedded: boolean) {
  if (votes !== undefined && panel !== undefined)
    throw new UserMistake(
      '--votes asks one model again, --panel asks several: choose one of the two',
    );
  if (panel !== undefined) return { panel: checkPanel(panel, isEmbedded) };
  if (votes === undefined) return {};
  if (votes % 2 === 0)
    throw new UserMistake(`--votes takes an odd number, so that none is tied, got "${votes}"`);
  if (isEmbedded && votes > 1)
    throw new UserMistake(
      '--votes changes nothing with the embedded model, which always gives the same answer; name a --model on a server',
    );
  return votes === 1 ? {} : { votes };
}

function checkPanel(models: string[], isEmbedded: boolean): string[] {
  if (isEmbedded || models.includes('embedded'))
    throw new UserMistake(
      '--panel takes models on one server, and the embedded model is on none; name the server with --base-url and a --model for triage and aggregator',
    );
  if (models.length < 2 || new Set(models).size < models.length)
    throw new UserMistake(
      `--panel takes two models or more, each once, with commas between, got "${models.join(',')}"`,
    );
  return models;
}

function isScarce({ rpm, rpd }: Limits): boolean {
  return rpd !== undefined || (rpm !== undefined && rpm <= scarceRpm);
}

function readConcurrency({ concurrency, rpm }: RunValues, isEmbedded: boolean) {
  if (concurrency !== undefined) return { start: concurrency, most: concurrency };
  return autoConcurrency[isEmbedded ? 'embedded' : rpm === undefined ? 'unknown' : 'paced'];
}
