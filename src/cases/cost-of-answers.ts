import type { Ledger } from '../ledger/ledger.ts';

/** Model calls, dollars and tokens; dollars are null where a price is not known. */
export interface Spending {
  calls: number;
  dollars: number | null;
  tokens: number;
}

/** Decisions whose answers are looked up together. */
const pageSize = 500;

/** What a run's answers cost when they were paid: its own calls, and its share of those that earlier runs paid. */
export async function costOfAnswers(ledger: Ledger, run: string): Promise<Spending> {
  const { calls, cost, tokensIn, tokensOut } = await ledger.records.countCalls(run);
  const total: Spending = { calls, dollars: cost, tokens: tokensIn + tokensOut };
  const { reused } = await ledger.records.books(run);
  if (reused === 0) return total;
  const shares = new Map<string, { calls: number; tokens: number; part: number }>();
  let page: string[] = [];
  const turn = async () => {
    for (const answer of await ledger.cases.answers(page)) {
      if (answer.run === run) continue;
      const share = shares.get(answer.docket) ?? { calls: answer.calls, tokens: 0, part: 0 };
      share.tokens = answer.tokens_in + answer.tokens_out;
      share.part += 1 / Math.max(1, answer.answered ?? answer.size);
      shares.set(answer.docket, share);
    }
    page = [];
  };
  for await (const { decision } of ledger.records.results(run)) {
    if (decision === null) continue;
    page.push(...Object.values<string>(JSON.parse(decision).sources ?? {}));
    if (page.length >= pageSize) await turn();
  }
  await turn();
  for (const { docket, cost } of await ledger.cases.calls([...shares.keys()])) {
    const part = Math.min(1, shares.get(docket)?.part ?? 0);
    total.dollars = total.dollars === null || cost === null ? null : total.dollars + part * cost;
  }
  for (const { calls, tokens, part } of shares.values()) {
    total.calls += Math.min(1, part) * calls;
    total.tokens += Math.min(1, part) * tokens;
  }
  return total;
}
