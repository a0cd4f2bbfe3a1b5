import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { realpathSync } from 'node:fs';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { StateFolder } from './state-folder.ts';

const file = 'mark';

/**
 * Tells what was written into a ledger by this user, on this machine and into this ledger, from what came with it. Its
 * secret is in no ledger, so that whoever makes, copies or moves one can't make a mark.
 */
export class Mark {
  readonly #secret: string;
  readonly #place: string;

  /** @param say is told where marks won't outlive this process, for want of a folder to keep the secret in */
  constructor(state: StateFolder, ledger: Ledger, say: (message: string) => void) {
    this.#place =
      ledger.engine === 'sqlite' ? realpathSync(ledger.location) : String(ledger.location);
    this.#secret = readSecret(state, say);
  }

  of(...content: (string | null)[]): string {
    const said = JSON.stringify([this.#place, ...content]);
    return createHmac('sha256', this.#secret).update(said).digest('hex');
  }

  isOn(mark: string | null, ...content: (string | null)[]): boolean {
    const [one, other] = [Buffer.from(mark ?? ''), Buffer.from(this.of(...content))];
    return one.length === other.length && timingSafeEqual(one, other);
  }
}

function readSecret(state: StateFolder, say: (message: string) => void): string {
  const made = randomBytes(32).toString('hex');
  try {
    state.make(file, made);
    const kept = state.read(file) ?? '';
    if (kept.length >= made.length) return kept;
    state.replace(file, made);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    say(
      `${state.path} can't be used (${code}): runs that are started now won't continue by themselves after a restart; set XDG_STATE_HOME to a folder that can be written`,
    );
  }
  return made;
}
