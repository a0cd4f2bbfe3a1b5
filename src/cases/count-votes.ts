import { Decision } from '../domain/decision/decision.ts';
import type { Verdict } from '../domain/decision/outcome.ts';
import {
  type Ballot,
  type VoteAgreement,
  voteAgreement,
} from '../evaluation/agreement/fleiss-kappa.ts';
import {
  type LabelledRates,
  type PairAgreement,
  type Pattern,
  pairAgreements,
  ratesByLabels,
} from '../evaluation/agreement/panel-agreement.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RunSettings } from '../settings/settings.ts';

/** Decisions whose single votes are read together. */
const pageSize = 500;

/** How far the votes of a run agree. */
export interface VoteReport {
  votes: number;
  themes: ({ theme: string } & VoteAgreement)[];
  /** The models of a panel, with how each does on tickets that people labelled: nothing is known of it without. */
  panel: ({ model: string } & LabelledRates)[];
  pairs: (Omit<PairAgreement, 'models'> & { models: [string, string] })[];
}

/** Nothing where every question was put once. Only reads. */
export async function countVotes(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
): Promise<VoteReport | undefined> {
  const { votes = 1, panel = [], themes } = run.parsed;
  if (votes === 1 && panel.length === 0) return undefined;
  const tally = new Tally();
  let page: Asked[] = [];
  const turn = async () => {
    if (panel.length > 0) await tally.addPanel(ledger, page, panel.length);
    page = [];
  };
  for await (const { decision, address } of ledger.records.results(run.id)) {
    if (decision === null) continue;
    const body = JSON.parse(decision);
    tally.addBallots(Decision.parse(body));
    page.push({ address, sources: body.sources ?? {}, themes: themes.map(({ id }) => id) });
    if (page.length === pageSize) await turn();
  }
  await turn();
  const patterns = [...tally.patterns.values()];
  const rates = ratesByLabels(patterns, panel.length);
  return {
    votes: Math.max(votes, panel.length),
    themes: themes.flatMap(({ id }) => {
      const ballots = tally.ballots.get(id);
      return ballots === undefined ? [] : [{ theme: id, ...voteAgreement([...ballots.values()]) }];
    }),
    panel: panel.flatMap((model, index) => {
      const own = rates[index];
      return own === undefined ? [] : [{ model, ...own }];
    }),
    pairs: pairAgreements(patterns, panel.length).map(({ models: [one, other], ...pair }) => ({
      models: [panel[one] ?? '', panel[other] ?? ''],
      ...pair,
    })),
  };
}

interface Asked {
  address: string;
  sources: Record<string, string>;
  themes: readonly string[];
}

/** Counts alike answers together: there are few kinds, however many tickets. */
class Tally {
  readonly ballots = new Map<string, Map<string, Ballot>>();
  readonly patterns = new Map<string, Pattern>();

  addBallots({ outcomes }: Decision): void {
    for (const outcome of outcomes) {
      if (outcome.kind !== 'verdict' || outcome.votes === undefined) continue;
      const { yes, no } = outcome.votes;
      const known = this.ballots.get(outcome.theme) ?? new Map<string, Ballot>();
      const count = (known.get(`${yes} ${no}`)?.count ?? 0) + 1;
      this.ballots.set(outcome.theme, known.set(`${yes} ${no}`, { yes, no, count }));
    }
  }

  async addPanel(ledger: Ledger, page: readonly Asked[], judges: number): Promise<void> {
    const gold = await ledger.labels.themesOf([...new Set(page.map(({ address }) => address))]);
    const asked = page.flatMap(({ address, sources, themes }) =>
      themes
        .filter((theme) => `judge:${theme}` in sources)
        .map((theme) => ({
          label: gold.get(address)?.split('|').includes(theme),
          addresses: Array.from(
            { length: judges },
            (_, index) => sources[`judge:${theme}${index === 0 ? '' : `#${index}`}`] ?? '',
          ),
        })),
    );
    const answers = new Map(
      (await ledger.cases.answers([...new Set(asked.flatMap(({ addresses }) => addresses))])).map(
        ({ address, body }) => [address, (JSON.parse(body) as Verdict).verdict === 'yes'],
      ),
    );
    for (const { label, addresses } of asked) {
      const said = addresses.map((address) => answers.get(address));
      const key = JSON.stringify([label ?? null, ...said.map((answer) => answer ?? null)]);
      const count = (this.patterns.get(key)?.count ?? 0) + 1;
      this.patterns.set(key, { answers: said, label, count });
    }
  }
}
