import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { answersAnything, listModels } from '../../src/model/list-models.ts';
import { sendJson, startLittleServer, startServer } from './little-server.ts';

function list(baseURL: string, environment: NodeJS.ProcessEnv = {}) {
  return listModels({ model: 'x', baseURL, api: 'chat' }, environment);
}

describe('the models of a server', () => {
  it('are listed by name', async () => {
    const server = await startServer({ models: ['llama3.1:8b', 'qwen3'] });
    expect(await list(server.baseURL)).toEqual(['llama3.1:8b', 'qwen3']);
  });

  it('are asked for with the key', async () => {
    const server = await startLittleServer((response, { url, headers }) =>
      sendJson(response, 200, { data: [{ id: `${url} ${headers.authorization}` }] }),
    );
    expect(await list(server.baseURL, { OPENAI_API_KEY: 'sk-1' })).toEqual([
      '/v1/models Bearer sk-1',
    ]);
  });

  it('have names of bounded length', async () => {
    const server = await startServer({ models: ['x'.repeat(5000)] });
    expect(await list(server.baseURL)).toEqual(['x'.repeat(100)]);
  });
});

describe('no models, and no error, come from', () => {
  it('a server that is not there', async () => {
    const server = await startServer();
    await server.close();
    expect(await list(server.baseURL)).toEqual([]);
  });

  it('a server that refuses the key', async () => {
    const server = await startServer({ style: 'unauthorized' });
    expect(await list(server.baseURL)).toEqual([]);
  });

  it.each(['<html>', '[]', '{"data":{}}', '{"data":[{"name":"x"}]}', ''])(
    'a server that says %j',
    async (body) => {
      const server = await startLittleServer((response) => response.end(body));
      expect(await list(server.baseURL)).toEqual([]);
    },
  );

  it('a server whose answer never ends, of which no more is read than an answer may have', async () => {
    let sent = 0;
    const closed = new EventEmitter();
    const isClosed = once(closed, 'close');
    const server = await startLittleServer((response) => {
      const piece = Buffer.alloc(2 ** 20, ' ');
      const send = () => {
        do sent += piece.length;
        while (response.write(piece));
      };
      response.on('drain', send).on('close', () => closed.emit('close'));
      send();
    });
    expect(await list(server.baseURL)).toEqual([]);
    await isClosed;
    expect(sent).toBeLessThan(64 * 2 ** 20);
  });

  it('OpenAI without a key, which is not even asked', async () => {
    expect(await list('https://api.openai.com/v1')).toEqual([]);
  });

  it('a server that sends us elsewhere', async () => {
    const other = await startServer();
    const server = await startLittleServer((response) =>
      response.writeHead(302, { location: `${other.baseURL}/models` }).end(),
    );
    expect(await list(server.baseURL)).toEqual([]);
  });
});

describe('a server', () => {
  it.each<[status: number, body: string, isThere: boolean]>([
    [200, '{"data":[]}', true],
    [404, 'no such page', true],
    [401, '', true],
    [200, '<title>Sign in</title>', false],
    [502, '<title>Bad gateway</title>', false],
    [503, '{"error":{"message":"Loading model"}}', false],
  ])('that answers %i with %j is there: %j', async (status, body, isThere) => {
    const { baseURL } = await startLittleServer((response) => response.writeHead(status).end(body));
    expect(await answersAnything({ model: 'x', baseURL, api: 'chat' }, {})).toBe(isThere);
  });
});
