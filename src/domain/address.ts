import { hash } from 'node:crypto';
import { foldWhiteSpace, type Ticket } from './ticket.ts';

/**
 * What determines an answer, as 32 hexadecimal digits (SHA-256, cut to 128 bits): the same parts
 * always give the same address, and parts can't run into one another.
 */
export function addressOf(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts)).slice(0, 32);
}

/** The address of what a judge reads of a ticket: its text and context, white space folded. */
export function ticketAddress(ticket: Pick<Ticket, 'text' | 'context'>): string {
  const context = Object.entries(ticket.context).map(([name, text]) => [
    name,
    foldWhiteSpace(text),
  ]);
  return addressOf('ticket', foldWhiteSpace(ticket.text), JSON.stringify(context));
}

/** What determines triage's reading of a ticket. */
export function readingAddress(identity: string, digest: string, ticket: string): string {
  return addressOf('route', identity, digest, ticket);
}

/** What determines a verdict. */
export function verdictAddress(identity: string, digest: string, ticket: string): string {
  return addressOf('verdict', identity, digest, ticket);
}

const addressBytes = 16;

/** Many addresses, in the fewest bytes. */
export class PackedAddresses {
  #bytes: Buffer;
  #length: number;

  /** @param packed those of another, as it gives them */
  constructor(packed = '') {
    const bytes = Buffer.from(packed, 'base64');
    this.#length = bytes.length;
    this.#bytes = bytes.length > 0 ? bytes : Buffer.alloc(addressBytes * 64);
  }

  /** All of them as a text that another is made from. */
  pack(): string {
    return this.#bytes.toString('base64', 0, this.#length);
  }

  add(address: string): void {
    if (this.#length === this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#length)]);
    this.#length += this.#bytes.write(address, this.#length, 'hex');
  }

  /** So many at a time. */
  *pages(size: number): Generator<string[]> {
    const pageBytes = size * addressBytes;
    for (let at = 0; at < this.#length; at += pageBytes) {
      const page = this.#bytes.toString('hex', at, Math.min(at + pageBytes, this.#length));
      yield page.match(/.{32}/g) ?? [];
    }
  }
}
