import type { Client } from 'langsmith/client';
import { addressOf } from '../../domain/address.ts';
import { UserMistake } from '../../domain/mistake.ts';
import { type Exporter, ExportFault } from './exporter.ts';
import { langSmithRuns } from './langsmith-runs.ts';
import { post } from './post.ts';

export interface LangSmithOptions {
  url: string;
  key: string;
  project: string;
  /** The share of the tickets, above 0 and up to 1. */
  share: number;
}

/** What LangSmith asks for in one request. */
const mostRuns = 100;
/** Requests that are out at once. */
const lanes = 4;
/** It has these runs already. */
const conflict = 409;

/**
 * Sends each ticket as a trace of its own, whole and with the ids in it, so that tickets heard at
 * the same time can't nest under one another. Of the SDK only the batch call is used: its multipart
 * call and its queue keep failures to themselves.
 */
export function langSmithExporter({ url, key, project, share }: LangSmithOptions): Exporter {
  let client: Promise<Client> | undefined;
  let stopping = new AbortController().signal;

  return {
    name: 'LangSmith',
    place: `${url}, project ${project}`,
    most: 16,
    takes: (run, row) => placeInSample(run, row) < share,
    async send(traces, signal) {
      stopping = signal;
      client ??= openClient(url, key, () => stopping);
      const opened = await client;
      const runs = traces.flatMap((trace) => langSmithRuns(trace, project));
      const requests = Array.from({ length: Math.ceil(runs.length / mostRuns) }, (_, index) =>
        runs.slice(index * mostRuns, (index + 1) * mostRuns),
      );
      for (let start = 0; start < requests.length; start += lanes)
        await Promise.all(
          requests
            .slice(start, start + lanes)
            .map((part) => opened.batchIngestRuns({ runCreates: part })),
        );
    },
  };
}

/** @throws UserMistake where LangSmith is asked for and there is no key */
export function readLangSmithOptions(
  environment: NodeJS.ProcessEnv,
  { isWanted, share }: { isWanted: boolean; share: number },
): LangSmithOptions | undefined {
  const key = environment.LANGSMITH_API_KEY?.trim() ?? '';
  if (key === '' && !isWanted) return undefined;
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new UserMistake('--langsmith needs a key: set LANGSMITH_API_KEY in the environment');
  const url = environment.LANGSMITH_ENDPOINT?.trim() || 'https://api.smith.langchain.com';
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol) || new URL(url).username)
    throw new UserMistake(
      'LANGSMITH_ENDPOINT takes an address as in https://api.smith.langchain.com',
    );
  return {
    url: url.replace(/\/+$/, ''),
    key,
    project: environment.LANGSMITH_PROJECT?.trim() || 'ticket-tribunal',
    share,
  };
}

/** A number from 0 to 1 that only follows from the ticket: a run that goes on keeps its sample. */
function placeInSample(run: string, row: number): number {
  return Number.parseInt(addressOf('sample', run, String(row)).slice(0, 8), 16) / 2 ** 32;
}

async function openClient(url: string, key: string, stopping: () => AbortSignal): Promise<Client> {
  const { Client } = await import('langsmith/client');
  return new Client({
    apiUrl: url,
    apiKey: key,
    autoBatchTracing: false,
    // It would serialise large texts in a thread of its own.
    manualFlushMode: true,
    omitTracedRuntimeInfo: true,
    disablePromptCache: true,
    debug: false,
    callerOptions: { maxRetries: 0 },
    async fetchImplementation(address, init) {
      if (init?.method !== 'POST') throw new ExportFault('hopeless', 'only runs are sent');
      await post({
        url: String(address),
        headers: init.headers as Record<string, string>,
        body: init.body ?? '',
        signal: stopping(),
        secrets: [key],
        fine: [conflict],
      });
      return new Response('{}', { status: 202 });
    },
  });
}
