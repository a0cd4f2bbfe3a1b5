/** How a run's tickets stand. */
export interface Standing {
  /** Rows of the file that are known. */
  tickets: number;
  decided: number;
  review: number;
  failed: number;
  /** Nothing follows those that are known. */
  isWhole: boolean;
}

export function notReached({ tickets, decided, review, failed }: Standing): number {
  return tickets - decided - review - failed;
}

/** `7 of 300 decided, 2 for review, 0 failed, 291 not reached`; without what is nought where all were reached. */
export function describeStanding(standing: Standing): string {
  const { tickets, decided, review, failed, isWhole } = standing;
  const left = notReached(standing);
  const number = (count: number) => count.toLocaleString('en-US');
  const most = isWhole ? '' : 'at least ';
  return left === 0 && isWhole
    ? `${number(decided)} decided, ${number(review)} for review, ${number(failed)} failed`
    : `${number(decided)} of ${most}${number(tickets)} decided, ${number(review)} for review, ${number(failed)} failed, ${most}${number(left)} not reached`;
}
