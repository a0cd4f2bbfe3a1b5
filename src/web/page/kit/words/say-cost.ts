import { showCount, showDollars } from './numbers.ts';

/** `at most 320 calls and about 41,000 tokens: $0.12`. */
export function sayCost({
  calls,
  tokensIn,
  tokensOut,
  cost,
}: {
  calls: number;
  tokensIn: number;
  tokensOut: number;
  cost: number | null;
}): string {
  if (calls === 0) return 'no call, and costs nothing';
  const price =
    cost === null ? 'at a price that is not known' : cost === 0 ? 'free' : showDollars(cost);
  return `at most ${showCount(calls)} ${calls === 1 ? 'call' : 'calls'} and about ${showCount(tokensIn + tokensOut)} tokens: ${price}`;
}
