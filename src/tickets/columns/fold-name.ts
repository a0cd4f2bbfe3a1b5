/** `Ticket Description` and `ticket-description` are `ticket_description`; the points of a path stay. */
export function foldName(column: string): string {
  return column
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}
