import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { UserMistake } from '../../src/domain/mistake.ts';
import { readHeaders } from '../../src/model/connection.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { explainStop } from '../../src/model/faults/explain-stop.ts';
import { hideKeys } from '../../src/model/key.ts';
import { listModels } from '../../src/model/list-models.ts';
import { createTransport } from '../../src/model/transport.ts';
import { ownCertificate } from '../support/own-certificate.ts';
import { ask, callOf, faultOf, sayYes } from './judge-request.ts';
import { completionOf, sendJson, startLittleServer, startServer } from './little-server.ts';

const environment = { OPENAI_API_KEY: 'sk-0123456789' };
const endpointAt = (baseURL: string): Endpoint => ({ model: 'mock', baseURL, api: 'chat' });
const askAt = (endpoint: Endpoint) => ask(createTransport(endpoint, environment, 5000));
afterEach(() => vi.unstubAllEnvs());

describe('every call to a server', () => {
  it('keeps the query of the base URL, at each of its paths', async () => {
    const asked: (string | undefined)[] = [];
    const server = await startLittleServer((response, { url }) => {
      asked.push(url);
      sendJson(response, 200, completionOf('no'));
    });
    const endpoint = endpointAt(`${server.baseURL}?api-version=2024-10-21`);
    await askAt(endpoint);
    await listModels(endpoint, environment);
    expect(asked).toEqual([
      '/v1/chat/completions?api-version=2024-10-21',
      '/v1/models?api-version=2024-10-21',
    ]);
  });

  it('brings the headers that were named, which are secrets from then on', async () => {
    const server = await startServer({ answer: sayYes });
    await askAt({
      ...endpointAt(server.baseURL),
      ...readHeaders(['X-Team: tok:en-12345', 'x-b:2']),
    });
    expect(server.requests[0]?.headers).toMatchObject({ 'x-team': 'tok:en-12345', 'x-b': '2' });
    expect(hideKeys('x-team was tok:en-12345')).toBe('x-team was ***');
  });

  it('has the key in the header that was named, and nowhere else', async () => {
    const server = await startServer({ answer: sayYes });
    await askAt({ ...endpointAt(server.baseURL), ...readHeaders([], 'Api-Key') });
    expect(server.requests[0]?.headers['api-key']).toBe('sk-0123456789');
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it.each(['no colon', 'X Y: z', ': z', 'X-A:', 'X-A: a\nX-B: b', 'X-A: ü'])(
    'takes no header like %j',
    (line) => {
      expect(() => readHeaders([line])).toThrow(UserMistake);
    },
  );
});

describe('a proxy', () => {
  it('is gone through where the environment names one, but not to this machine', async () => {
    const server = await startServer({ answer: sayYes });
    const asked: string[] = [];
    const proxy = createServer().on('connect', (request, socket, head) => {
      asked.push(request.url ?? '');
      const onward = connect(Number(new URL(server.baseURL).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.write(head);
        onward.pipe(socket).pipe(onward);
      });
      for (const end of [onward, socket]) end.on('error', () => {});
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close());
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);

    const answer = await askAt(endpointAt('http://models.company.example/v1'));
    expect(callOf(answer).name).toBe('submit_verdicts');
    expect(asked).toEqual(['models.company.example:80']);
    await askAt(endpointAt(server.baseURL));
    expect(asked).toHaveLength(1);
  });
});

describe('a server that is not trusted', () => {
  it('ends the run with how to trust it', async () => {
    const server = createSecureServer(ownCertificate, (_, response) => response.end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const endpoint = endpointAt(`https://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
    const stop = await explainStop(await faultOf(askAt(endpoint)), endpoint);
    expect(stop).toBeInstanceOf(UserMistake);
    expect(String(stop)).toMatch(/certificate.*DEPTH_ZERO_SELF_SIGNED_CERT.*NODE_EXTRA_CA_CERTS=/);
  });
});
