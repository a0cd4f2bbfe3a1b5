import { judgeDigest, type ThemeAgent } from '../../../agents/judge.ts';
import { type Reading, triageDigest } from '../../../agents/triage.ts';
import {
  addressOf,
  type PackedAddresses,
  readingAddress,
  verdictAddress,
} from '../../domain/address.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { identityOf } from '../../model/endpoint.ts';
import type { RunOptions } from '../../settings/options.ts';
import { ballotModels } from '../queue/votes.ts';

type AskOptions = Pick<RunOptions, 'endpoint' | 'route' | 'triage' | 'votes' | 'panel'>;

/** What a ledger lacks of the answers that a run would ask a server for. */
export interface OpenQuestions {
  /** Answers that are there, and are not paid again. */
  known: number;
  /** Tickets with any question open. */
  tickets: number;
  /** Of these, tickets that triage has not read. */
  unread: number;
  /** Votes that judges still owe on the others. */
  verdicts: number;
}

/** Tickets looked up together. */
const pageSize = 200;

/** Finds out which answers about these tickets a ledger lacks. */
export async function findOpen(
  ledger: Ledger,
  themes: readonly ThemeAgent[],
  options: AskOptions,
  tickets: PackedAddresses,
): Promise<OpenQuestions> {
  const open: OpenQuestions = { known: 0, tickets: 0, unread: 0, verdicts: 0 };
  const { endpoint, route, triage } = options;
  const asksTriage = route === 'triage' && triage === undefined;
  const digest = triageDigest(themes);
  const read = (ticket: string) => readingAddress(identityOf(endpoint), digest, ticket);
  const questions = themes.map((theme) => ({ theme, digest: judgeDigest(theme) }));
  for (const page of tickets.pages(pageSize)) {
    const readings = asksTriage ? await ledger.answers(page.map(read)) : undefined;
    const asked = page.flatMap((ticket) => {
      const reading = readings?.get(read(ticket));
      if (readings !== undefined && reading === undefined) {
        open.unread += 1;
        open.tickets += 1;
        return [];
      }
      const named = reading && (JSON.parse(reading.body) as Reading).routes;
      if (named !== undefined) open.known += 1;
      const own = questions.filter(
        ({ theme }) => named?.some((one) => one.theme === theme.id) ?? true,
      );
      return [own.flatMap(({ theme, digest }) => addressesOf(theme, digest, ticket, options))];
    });
    const verdicts = await ledger.answers(asked.flat());
    for (const addresses of asked) {
      const known = addresses.filter((address) => verdicts.has(address)).length;
      open.known += known;
      open.verdicts += addresses.length - known;
      if (known < addresses.length) open.tickets += 1;
    }
  }
  return open;
}

function addressesOf(
  theme: ThemeAgent,
  digest: string,
  ticket: string,
  options: AskOptions,
): string[] {
  return ballotModels(theme, options).map(({ model, time }) => {
    const identity = identityOf({ ...options.endpoint, ...(model === undefined ? {} : { model }) });
    const plain = verdictAddress(identity, digest, ticket);
    return time === 0 ? plain : addressOf('vote', String(time), plain);
  });
}
