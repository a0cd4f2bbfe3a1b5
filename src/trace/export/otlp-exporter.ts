import { gzipSync } from 'node:zlib';
import { UserMistake } from '../../domain/mistake.ts';
import { type Exporter, ExportFault } from './exporter.ts';
import { encodeTraces, readLeftOut, type Sender } from './otlp.ts';
import { post } from './post.ts';

export interface OtlpOptions {
  url: string;
  headers: Record<string, string>;
  gzip: boolean;
  sender: Sender;
}

/**
 * Sends traces over OTLP/HTTP in protobuf. OpenTelemetry's own exporter is not used: it can't be
 * called off, so that a dead collector would keep the process, and spans that a collector leaves out
 * it only logs.
 */
export function otlpExporter({ url, headers, gzip, sender }: OtlpOptions): Exporter {
  const { origin, pathname, searchParams } = new URL(url);
  return {
    name: 'OTLP',
    place: `${origin}${pathname}`,
    most: 32,
    takes: () => true,
    async send(traces, signal) {
      const body = encodeTraces(traces, sender);
      const answer = await post({
        url,
        headers: {
          ...headers,
          'content-type': 'application/x-protobuf',
          ...(gzip ? { 'content-encoding': 'gzip' } : {}),
        },
        body: gzip ? gzipSync(body) : body,
        signal,
        secrets: [...Object.values(headers), ...searchParams.values()].flatMap(wordsOf),
      });
      const { spans, reason } = readLeftOut(answer);
      if (spans > 0) throw new ExportFault('refused', `it left out ${spans} spans: ${reason}`);
    },
  };
}

/** A key may be quoted without the `Bearer` before it; a short word is no key. */
function wordsOf(value: string): string[] {
  return [value, ...value.split(' ')].filter(({ length }) => length >= 6);
}

/**
 * What OpenTelemetry's environment variables say; nothing where they name no collector.
 * @throws UserMistake for an address or a header that can't be used
 */
export function readOtlpOptions(environment: NodeJS.ProcessEnv): OtlpOptions | undefined {
  const base = environment.OTEL_EXPORTER_OTLP_ENDPOINT?.trim();
  const own = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?.trim();
  const isOff =
    environment.OTEL_SDK_DISABLED === 'true' || environment.OTEL_TRACES_EXPORTER === 'none';
  if (isOff || (!base && !own)) return undefined;
  const url = readAddress(own || `${base?.replace(/\/+$/, '')}/v1/traces`);
  const compression =
    environment.OTEL_EXPORTER_OTLP_TRACES_COMPRESSION ?? environment.OTEL_EXPORTER_OTLP_COMPRESSION;
  return {
    url,
    headers: {
      ...readHeaders('OTEL_EXPORTER_OTLP_HEADERS', environment),
      ...readHeaders('OTEL_EXPORTER_OTLP_TRACES_HEADERS', environment),
    },
    gzip: compression === 'gzip',
    sender: {
      ...readPairs('OTEL_RESOURCE_ATTRIBUTES', environment),
      'service.name': environment.OTEL_SERVICE_NAME || 'ticket-tribunal',
    },
  };
}

function readAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new UserMistake(
      'OTEL_EXPORTER_OTLP_ENDPOINT takes an address as in http://127.0.0.1:4318; keys go into OTEL_EXPORTER_OTLP_HEADERS',
    );
  return url.href;
}

function readHeaders(variable: string, environment: NodeJS.ProcessEnv): Record<string, string> {
  const pairs = readPairs(variable, environment);
  try {
    return Object.fromEntries(new Headers(pairs));
  } catch {
    // The error would quote the key.
    throw new UserMistake(`${variable} takes name=value pairs with commas between`);
  }
}

/** `name=value,name=value`, with %-escapes. */
function readPairs(variable: string, environment: NodeJS.ProcessEnv): Record<string, string> {
  const pairs = (environment[variable] ?? '').split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      try {
        return [name.trim(), decodeURIComponent(value.join('=').trim())];
      } catch {
        throw new UserMistake(`${variable} takes name=value pairs with %-escapes, as in %20`);
      }
    }),
  );
}
