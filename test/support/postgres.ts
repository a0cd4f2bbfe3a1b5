import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

/** The password of `tribunal`, the superuser of the battery. */
export const postgresPassword = 'a-secret-of-the-tests';

/** A PostgreSQL of one's own on loopback. */
export interface PostgresServer {
  port: number;
  /** The address of a database there; the password is in it. */
  url(database: string, user?: string): string;
  /** Makes an empty database and returns its address. */
  createDatabase(): Promise<string>;
  /** As by `kill -9` of the server and all that it started; its data stay. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
  /** Ends it for good. */
  end(): Promise<void>;
}

/** Where `initdb` and `postgres` are, where they are at all. */
export function findPostgres(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root)
    ? readdirSync(root).sort((one, other) => Number(other) - Number(one))
    : [];
  const folders = [
    ...versions.map((version) => path.join(root, version, 'bin')),
    ...(process.env.PATH ?? '').split(path.delimiter),
  ];
  return folders.find((folder) => existsSync(path.join(folder, 'initdb')));
}

/** @param lasting whether commits wait for the disk: slower, and needed where the machine is what fails */
export async function startPostgres(binaries: string, lasting = false): Promise<PostgresServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tribunal-postgres-'));
  const owner = ownerFor(folder);
  const data = path.join(folder, 'data');
  const port = await freePort();
  execFileSync(
    path.join(binaries, 'initdb'),
    ['-D', data, '-U', 'tribunal', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { stdio: 'ignore', cwd: folder, ...owner },
  );
  let server: ChildProcess | undefined;
  const url = (database: string, user = `tribunal:${postgresPassword}`) =>
    `postgres://${user}@127.0.0.1:${port}/${database}`;

  async function start(): Promise<void> {
    const settings = [
      ...[`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`],
      ...[`fsync=${lasting ? 'on' : 'off'}`, `full_page_writes=${lasting ? 'on' : 'off'}`],
      ...['max_connections=200', 'shared_buffers=32MB', 'logging_collector=off'],
    ];
    server = spawn(
      path.join(binaries, 'postgres'),
      ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
      { stdio: 'ignore', cwd: folder, ...owner },
    );
    for (;;) {
      if (server.exitCode !== null) throw new Error('PostgreSQL did not start');
      if (await answers(url('postgres'))) return;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  // Also where the tests themselves are ended in the middle.
  const endHard = () => void server?.kill('SIGKILL');
  process.once('exit', endHard);

  async function stop(signal: NodeJS.Signals): Promise<void> {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
  }

  await start();
  return {
    port,
    url,
    createDatabase: () => createDatabase(url('postgres')),
    kill: () => stop('SIGKILL'),
    start,
    async end() {
      process.off('exit', endHard);
      await stop('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The database that has the tables of a ledger and no row, on the server of the battery. */
export const ledgerTemplate = 'ledger_template';

/** Makes a database on the server of that address: an empty one, or the copy of another. */
export async function createDatabase(address: string, template = 'template0'): Promise<string> {
  const name = `ledger_${randomBytes(6).toString('hex')}`;
  await queryPostgres(address, `create database ${name} template ${template} strategy file_copy`);
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs statements past the ledger's own code. Returns the rows of the last one. */
export async function queryPostgres(
  address: string,
  ...statements: string[]
): Promise<Record<string, string | number | null>[]> {
  const client = new pg.Client({ connectionString: address, types: { getTypeParser } });
  await client.connect();
  try {
    let rows: Record<string, string | number | null>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

const getTypeParser: typeof pg.types.getTypeParser = (type: number, format?: 'text' | 'binary') =>
  type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type, format as 'text');

/** `initdb` refuses root. */
function ownerFor(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (kind: '-u' | '-g', user: string) =>
    Number(execFileSync('id', [kind, user], { stdio: ['ignore', 'pipe', 'ignore'] }));
  const user = ['postgres', 'nobody'].find((name) => {
    try {
      return idOf('-u', name) > 0;
    } catch {
      return false;
    }
  });
  if (user === undefined) return {};
  const owner = { uid: idOf('-u', user), gid: idOf('-g', user) };
  chownSync(folder, owner.uid, owner.gid);
  return owner;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

async function answers(address: string): Promise<boolean> {
  try {
    await queryPostgres(address, 'select 1');
    return true;
  } catch {
    return false;
  }
}
