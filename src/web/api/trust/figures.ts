export const showNumber = (count: number): string => count.toLocaleString('en-GB');

/** `1 ticket`, `2,000 tickets`. */
export const tickets = (count: number): string =>
  `${showNumber(count)} ${count === 1 ? 'ticket' : 'tickets'}`;

export const percent = (share: number): string => `${Math.round(100 * share)} %`;
