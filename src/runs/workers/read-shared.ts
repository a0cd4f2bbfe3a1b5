import { UserMistake } from '../../domain/mistake.ts';
import { ownCommand } from '../../installation.ts';
import type { RunRow } from '../../ledger/schema.ts';
import { RunSettings, type SharedTerms } from '../../settings/settings.ts';

const Shared = RunSettings.required({ shared: true });

/**
 * Reads what a worker is to do. Whoever may write to the ledger may have written it: it is checked as what comes from
 * outside, and its model may only be on servers that this worker may use.
 * @param maySend says so of a server's address
 * @throws UserMistake that says what a worker here won't do
 */
export function readShared(
  { id, settings, base_url }: RunRow,
  maySend: (baseURL: string) => boolean,
): RunSettings & { shared: SharedTerms } {
  const read = Shared.safeParse(JSON.parse(settings));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UserMistake(
      `run ${id}: its settings in the ledger are none of this version's: ${issue?.path.join('.')}: ${issue?.message}`,
    );
  }
  const isEmbedded = read.data.shared.api === 'embedded';
  if (isEmbedded !== (base_url === '') || (!isEmbedded && !/^https?:$/.test(protocolOf(base_url))))
    throw new UserMistake(`run ${id}: its server "${base_url}" in the ledger is none`);
  if (!isEmbedded && !maySend(base_url))
    throw new UserMistake(
      `run ${id}: its model is on ${base_url}, which this worker may not use; where you trust that server with your key: ${ownCommand()} worker --allow-server ${base_url}`,
    );
  return read.data;
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : '';
}
