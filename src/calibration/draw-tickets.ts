import { addressOf, ticketAddress } from '../domain/address.ts';
import { UserMistake } from '../domain/mistake.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Gold } from '../tickets/read-gold.ts';
import type { TicketFile } from '../tickets/read-tickets.ts';

/** Where nobody says: with two themes a ticket enough to show 2 % where no answer flips. */
const usualSample = 128;

/** A ticket with the address of what is judged of it. */
export interface Drawn {
  ticket: Ticket;
  address: string;
}

/** Tickets to calibrate by. Those that read the same count once: their answers are the same one. */
export interface DrawnTickets {
  /** By chance, but the same of the same file each time: what was paid for is asked for again. */
  sample: Drawn[];
  labelled: (Drawn & { themes: readonly string[] })[];
}

/** @throws UserMistake for a sample larger than the file, and labels that fit no ticket of it */
export async function drawTickets(
  file: TicketFile,
  wanted: number | undefined,
  gold: Gold | undefined,
): Promise<DrawnTickets> {
  const size = wanted ?? usualSample;
  const seen = new Set<string>();
  const labelled: DrawnTickets['labelled'] = [];
  let lots: (Drawn & { lot: string })[] = [];
  const draw = () => {
    lots.sort((one, other) => (one.lot < other.lot ? -1 : 1));
    lots = lots.slice(0, size);
  };
  let firstId: string | undefined;
  for await (const ticket of file.tickets()) {
    firstId ??= ticket.id;
    const address = ticketAddress(ticket);
    if (ticket.defect !== undefined || seen.has(address)) continue;
    seen.add(address);
    lots.push({ ticket, address, lot: addressOf('lot', address) });
    if (lots.length > 2 * size + 1000) draw();
    const themes = gold?.labels.get(ticket.id);
    if (themes !== undefined) labelled.push({ ticket, address, themes });
  }
  draw();
  if (lots.length === 0) throw new UserMistake(`${file.path} has no ticket to judge`);
  if (wanted !== undefined && lots.length < wanted)
    throw new UserMistake(
      `--sample ${size} is more than the ${seen.size} different tickets that ${file.path} has to judge`,
    );
  if (gold !== undefined) checkLabels(gold, labelled.length, file.path, firstId ?? 'none');
  return { sample: lots.map(({ ticket, address }) => ({ ticket, address })), labelled };
}

function checkLabels(
  { path, labels, unknownThemes }: Gold,
  matched: number,
  file: string,
  firstId: string,
): void {
  const [first] = labels.keys();
  if (first === undefined) throw new UserMistake(`${path} holds no labels`);
  if (matched === 0)
    throw new UserMistake(
      `none of the ${labels.size} ids in ${path} is a ticket of ${file}: it has "${first}", the file has "${firstId}"`,
    );
  const [unknown] = unknownThemes.keys();
  if (unknown !== undefined)
    throw new UserMistake(
      `${path} has the label "${unknown}", which is none of the themes; a promise about wrong decisions needs labels of these themes only`,
      { next: ['themes', 'list'] },
    );
}
