import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** What is this user's on this machine: never beside a ledger, which is handed around and may be anybody's. */
export class StateFolder {
  readonly path: string;

  constructor(environment: NodeJS.ProcessEnv = process.env) {
    const { XDG_STATE_HOME: home = '' } = environment;
    const above = path.isAbsolute(home) ? home : path.join(homedir(), '.local', 'state');
    this.path = path.join(above, 'tribunal');
  }

  read(name: string): string | undefined {
    try {
      return readFileSync(path.join(this.path, name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Makes a file, whole and for nobody else to read, unless another process has made it. */
  make(name: string, content: string): void {
    this.#write(name, content, (partial, file) => {
      try {
        linkSync(partial, file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    });
  }

  replace(name: string, content: string): void {
    this.#write(name, content, renameSync);
  }

  #write(name: string, content: string, place: (partial: string, file: string) => void): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    chmodSync(this.path, 0o700);
    const partial = path.join(this.path, `${name}.${process.pid}`);
    writeFileSync(partial, content, { mode: 0o600 });
    try {
      place(partial, path.join(this.path, name));
    } finally {
      rmSync(partial, { force: true });
    }
  }
}
