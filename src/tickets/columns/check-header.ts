import { UserMistake } from '../../domain/mistake.ts';

/** As many as a sheet can have, and characters of all their names. */
const mostColumns = 16_384;
const mostCharacters = 200_000;

/** @throws UserMistake for a header that is beyond any table of tickets */
export function checkHeader(name: string, header: readonly string[]): void {
  const characters = header.reduce((sum, one) => sum + one.length, 0);
  if (header.length <= mostColumns && characters <= mostCharacters) return;
  const [columns, letters] = [header.length, characters].map((one) => one.toLocaleString('en-US'));
  throw new UserMistake(
    `${name} has a header of ${columns} columns and ${letters} characters; is this a table of tickets?`,
  );
}
