import { type Endpoint, isOwnServer, readEndpoint } from '../../../model/endpoint.ts';
import { mannerOf } from '../../../runs/run-options.ts';
import type { readRun } from '../../../settings/read-run.ts';
import { say } from '../../drawing/print.ts';

/** What commands say that ask a run's model again, or another one in its place. */
export interface RunEndpointFlags {
  model?: string;
  baseUrl?: string;
  api?: 'chat' | 'responses';
  themes?: string;
  timeout: string;
}

/** Who answered a run, but for what was named. A ledger may be anybody's, and name any server: that gets no key. */
export function endpointOfRun(
  { model, base_url, parsed }: Awaited<ReturnType<typeof readRun>>,
  named: Pick<RunEndpointFlags, 'model' | 'baseUrl' | 'api'>,
): Endpoint {
  const endpoint = {
    ...readEndpoint(named.model ?? model, named.baseUrl ?? (base_url || undefined), named.api),
    ...mannerOf(parsed),
  };
  const { api, baseURL } = endpoint;
  if (api === 'embedded' || named.baseUrl !== undefined || isOwnServer(baseURL, process.env))
    return endpoint;
  if (process.env.OPENAI_API_KEY)
    say(
      `OPENAI_API_KEY is not sent to ${baseURL}, which only the ledger names; to send it: --base-url ${baseURL}`,
    );
  return { ...endpoint, withoutKey: true };
}
