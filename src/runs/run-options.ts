import { UserMistake } from '../domain/mistake.ts';
import { readHeaders } from '../model/connection.ts';
import { type Endpoint, readEndpoint } from '../model/endpoint.ts';
import type { Limits } from '../model/pacing/pacer.ts';
import { readColumns, readInput } from '../settings/read-input.ts';
import { only, type Settings, usual } from '../settings/schema.ts';
import { findThemes } from '../themes/find-themes.ts';
import type { BatchOptions } from './batch-options.ts';

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

/** How files are judged by what was said of it. @throws UserMistake for values that don't go together */
export function runOptionsOf(
  files: string | readonly string[],
  settings: Settings,
): Omit<ReadOptions, 'command'> {
  const { rpm, tpm, rpd, model = usual.model } = settings;
  const endpoint = {
    ...readEndpoint(model, settings.baseUrl, settings.api),
    ...readHeaders(settings.header, settings.apiKeyHeader),
    ...mannerOf(settings),
  };
  const isEmbedded = endpoint.api === 'embedded';
  if (settings.learned && !isEmbedded)
    throw new UserMistake(`--learned is of the embedded model; leave it out, or --model ${model}`);
  const limits = { rpm, tpm, rpd };
  const docket = numberOf(settings.docket);
  return {
    file: readInput(files, settings),
    columns: readColumns(settings),
    themes: settings.themes ?? findThemes(),
    ledger: settings.ledger ?? usual.ledger,
    endpoint,
    limits,
    ...readRoute(settings),
    aggregate: settings.aggregate ?? usual.aggregate,
    docket: docket ?? autoDocket[isEmbedded ? 'embedded' : isScarce(limits) ? 'scarce' : 'served'],
    isDocketAuto: docket === undefined,
    ...readStack(settings, isEmbedded),
    ...readPoll(settings, isEmbedded),
    concurrency: readConcurrency(settings, isEmbedded),
    ...only(settings, 'maxCalls', 'maxCost', 'maxFailed', 'audit', 'relearn'),
    ...priceIn(settings),
    timeoutMs: 1000 * (settings.timeout ?? usual.timeout),
    ...(settings.learned ? { learned: true } : {}),
    ...readTriage(settings),
    fresh: settings.fresh === true,
    redact: settings.redact === true,
    out: settings.out ?? [],
    wide: settings.wide === true,
    force: settings.force === true,
    rawCells: settings.rawCells === true,
  };
}

/** How the model is to answer, as an endpoint says it. */
export function mannerOf({
  reasoningEffort: effort,
  serviceTier: tier,
}: Pick<Settings, 'reasoningEffort' | 'serviceTier'>): Pick<Endpoint, 'effort' | 'tier'> {
  return { ...(effort === undefined ? {} : { effort }), ...(tier === undefined ? {} : { tier }) };
}

/** What `--price` says. */
export function priceIn({ price }: Pick<Settings, 'price'>): Pick<ReadOptions, 'price'> {
  if (price === undefined) return {};
  return { price: { kind: 'given', input: price[0], cached: price[0], output: price[1] } };
}

const usualMaxMiss = 0.02;

/** @throws UserMistake for a promise that nobody makes, and for a second audit */
function readTriage({ triage, maxMiss, audit, route }: Settings) {
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
function readPoll({ votes, panel }: Settings, isEmbedded: boolean) {
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

/** What has learned to leave judges out takes the place of triage. */
function readRoute({
  route = usual.route,
  triage,
}: Settings): Pick<ReadOptions, 'route' | 'isRouteAuto'> {
  if (route !== 'auto') return { route };
  return triage === 'learned' ? { route: 'triage' } : { route: 'triage', isRouteAuto: true };
}

/** The embedded model reads each ticket by itself, whatever travels with it. */
function readStack({ stack }: Settings, isEmbedded: boolean) {
  const themes = numberOf(stack);
  if (isEmbedded || themes === 1) return {};
  return themes === undefined ? { isStackAuto: true } : { stack: themes };
}

function isScarce({ rpm, rpd }: Limits): boolean {
  return rpd !== undefined || (rpm !== undefined && rpm <= scarceRpm);
}

function readConcurrency(settings: Settings, isEmbedded: boolean) {
  const concurrency = numberOf(settings.concurrency);
  if (concurrency !== undefined) return { start: concurrency, most: concurrency };
  const { rpm } = settings;
  return autoConcurrency[isEmbedded ? 'embedded' : rpm === undefined ? 'unknown' : 'paced'];
}

function numberOf(setting: number | 'auto' | undefined): number | undefined {
  return setting === 'auto' ? undefined : setting;
}
