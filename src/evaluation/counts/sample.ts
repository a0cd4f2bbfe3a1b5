import { addressOf } from '../../domain/address.ts';
import { UserMistake } from '../../domain/mistake.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { readRun } from '../../settings/read-run.ts';
import { ticketOf } from '../../settings/stored-ticket.ts';
import { joinAudits } from './audited-questions.ts';
import { readCounted } from './counted-tickets.ts';
import { chancesOf, drawSample } from './draw-sample.ts';

export interface SampleOptions {
  run: string | undefined;
  labels: number;
  seed: number;
}

/** A ticket to be labelled. */
interface SampledTicket {
  row: number;
  id: string;
  text: string;
  chance: number;
}

export interface SampleReport {
  run: string;
  /** Decided tickets that were drawn from. */
  tickets: number;
  sampled: SampledTicket[];
}

/**
 * Draws tickets of a run to be labelled, by known chances, and keeps them in the ledger. The same seed
 * draws the same tickets; more labels draw nearly all of them again.
 */
export async function sample(ledger: Ledger, options: SampleOptions): Promise<SampleReport> {
  const run = await readRun(ledger, options.run);
  const tickets = await joinAudits(ledger, run, await readCounted(ledger, run, undefined));
  if (tickets.length === 0) throw new UserMistake(`run ${run.id} has decided no ticket yet`);
  const chances = chancesOf(
    tickets.map(({ status, said, confidence }) => ({
      doubt: status === 'decided' ? 1 - (confidence ?? 0) : 1,
      themes: [...said],
    })),
    options.labels,
  );
  const lots = tickets.map(({ row }) => lotOf(options.seed, row));
  const drawn = drawSample(chances, lots).map((place) => ({
    row: tickets[place]?.row ?? 0,
    chance: chances[place] ?? 1,
  }));
  await ledger.samples.replace(run.id, drawn);
  const chanceOf = new Map(drawn.map(({ row, chance }) => [row, chance]));
  const whole = await ledger.results.whole(run.id, [...chanceOf.keys()]);
  return {
    run: run.id,
    tickets: tickets.length,
    sampled: whole.map((stored) => ({
      row: stored.row,
      id: stored.id,
      chance: chanceOf.get(stored.row) ?? 1,
      text: ticketOf(stored, run.parsed).text,
    })),
  };
}

/** A number above 0 and below 1 that looks random, and is the same for the same ticket. */
function lotOf(seed: number, row: number): number {
  const digits = addressOf('lot', String(seed), String(row)).slice(0, 12);
  return (Number.parseInt(digits, 16) + 0.5) / 16 ** 12;
}
