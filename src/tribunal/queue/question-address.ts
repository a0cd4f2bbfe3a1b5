import { addressOf } from '../../domain/address.ts';

/** What determines triage's reading of a ticket. */
export function readingAddress(identity: string, digest: string, ticket: string): string {
  return addressOf('route', identity, digest, ticket);
}

/** What determines a verdict. */
export function verdictAddress(identity: string, digest: string, ticket: string): string {
  return addressOf('verdict', identity, digest, ticket);
}
