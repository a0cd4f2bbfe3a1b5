import { z } from 'zod';
import { isOwnServer, readEndpoint } from '../../../../model/endpoint.ts';
import type { JobRequest } from '../../../api/job.ts';
import type { RunRequest } from '../../../api/run-request.ts';
import type { ServerChoice } from '../../../api/servers.ts';
import type { StateFolder } from '../state-folder.ts';

const file = 'servers.json';
const Kept = z.record(z.string(), z.object({ sendsKey: z.boolean() }));

/** A server that nobody has confirmed: a person decides whether tickets go there. */
export class UnknownServer extends Error {
  override name = 'UnknownServer';
  readonly server: string;

  constructor(server: string) {
    super(`nobody has confirmed yet that tickets may be sent to ${server}`);
    this.server = server;
  }
}

/** Which servers may be sent tickets, and which of them the key: the environment's, and those that a person confirmed. */
export class Servers {
  readonly #state: StateFolder;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(state: StateFolder, environment: NodeJS.ProcessEnv = process.env) {
    this.#state = state;
    this.#environment = environment;
  }

  /** @throws UnknownServer for one that nobody has confirmed */
  check(baseURL: string): void {
    if (baseURL === '' || isOwnServer(baseURL, this.#environment)) return;
    const { origin } = new URL(baseURL);
    if (this.#kept()[origin] === undefined) throw new UnknownServer(origin);
  }

  /** The server that a request's model is asked on; empty for the embedded model. */
  ofRequest({ model, baseUrl }: Pick<RunRequest, 'model' | 'baseUrl'>): string {
    const own = this.#environment.OPENAI_BASE_URL || undefined;
    return readEndpoint(model, baseUrl ?? own, undefined).baseURL;
  }

  /** The server that a job asks; empty where it asks none. */
  ofJob(job: JobRequest): string {
    return job.workflow === 'learn' ? '' : this.ofRequest(job.request);
  }

  confirm({ server, sendsKey }: ServerChoice): void {
    const { origin } = new URL(server);
    this.#state.replace(file, JSON.stringify({ ...this.#kept(), [origin]: { sendsKey } }));
  }

  /** The environment of a command that asks a server: with the key only where that belongs there. */
  environmentFor(baseURL: string): NodeJS.ProcessEnv {
    const { OPENAI_API_KEY: key, ...others } = this.#environment;
    if (baseURL === '') return others;
    const isTheirs =
      isOwnServer(baseURL, this.#environment) ||
      this.#kept()[new URL(baseURL).origin]?.sendsKey === true;
    return {
      ...others,
      OPENAI_BASE_URL: baseURL,
      ...(isTheirs && key !== undefined ? { OPENAI_API_KEY: key } : {}),
    };
  }

  /** What is damaged counts as confirmed by nobody. */
  #kept(): z.output<typeof Kept> {
    try {
      return Kept.parse(JSON.parse(this.#state.read(file) ?? '{}'));
    } catch {
      return {};
    }
  }
}
