import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { builtCommand } from '../../src/installation.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { sampleThemes } from '../../src/themes/find-themes.ts';
import { Jobs } from '../../src/web/server/jobs/jobs.ts';
import { Mark } from '../../src/web/server/jobs/mark.ts';
import type { Resources } from '../../src/web/server/jobs/request/resources.ts';
import { Servers } from '../../src/web/server/jobs/request/servers.ts';
import {
  readUpload,
  type UploadQuestion,
} from '../../src/web/server/jobs/request/upload-reading.ts';
import { StateFolder } from '../../src/web/server/jobs/state-folder.ts';
import type { Services } from '../../src/web/server/services.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What `tribunal serve` works with, over an open ledger. Jobs are real processes, each told to `onStart`; uploads are
 * read in this one, but for `apart`.
 */
export function servicesOver(
  ledger: Ledger,
  given: Pick<Services, 'folder'> & {
    themes?: string;
    /** The ledger's path or address, with its password. */
    location: string;
    onStart?: (child: ChildProcess) => void;
    /** Uploads are read by processes of their own, as for users. */
    apart?: boolean;
  },
): Services {
  const { location, onStart, apart, folder, themes = sampleThemes } = given;
  const state = new StateFolder();
  const services: Resources = {
    ledger,
    folder,
    themes,
    mark: new Mark(state, ledger, () => {}),
    servers: new Servers(state),
    start(words, { environment, output = 'ignore' as 'pipe' }) {
      if (words[0] === 'read-upload' && apart !== true) return uploadReader();
      const child = spawn(process.execPath, [builtCommand, ...words], {
        env: { ...environment, TRIBUNAL_LEDGER: location },
        stdio: ['ignore', output, 'pipe', 'ipc'],
        cwd: root,
      });
      onStart?.(child);
      return child;
    },
  };
  return { ...services, jobs: new Jobs(services) };
}

function uploadReader(): ChildProcess {
  const reader = new EventEmitter();
  const send = async (question: UploadQuestion) => {
    try {
      reader.emit('message', await readUpload(question));
    } catch (error) {
      reader.emit('error', error);
    }
  };
  const parts = { send, kill: () => true, unref() {}, disconnect() {} };
  return Object.assign(reader, parts) as unknown as ChildProcess;
}
