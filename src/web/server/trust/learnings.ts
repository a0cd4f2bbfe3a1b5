import { learnerVersion } from '../../../learning/pack.ts';
import { showLearned } from '../../../learning/show-learned.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { isEmbedded } from '../../../model/endpoint.ts';
import type { Learned, Learning } from '../../api/trust/learning.ts';
import { countLabelled } from '../runs/run-gold.ts';
import type { RunView } from '../runs/run-view.ts';
import type { Services } from '../services.ts';
import { newestJob } from './side-jobs.ts';

/** What a run could teach the embedded model, and what that was taught last. */
export async function tellLearning(services: Services, view: RunView): Promise<Learning> {
  const { id, run } = view;
  const found = await newestLearned(services.ledger, run.parsed.themes);
  return {
    labelled: await countLabelled(view.gold, view.columns),
    verdicts: isEmbedded(run.model) ? 0 : view.count,
    job: await newestJob(
      services,
      ({ workflow, request }) => workflow === 'learn' && request.run === id,
    ),
    learned: found,
    isOfRun: found?.sources.startsWith(`run ${id} `) === true,
  };
}

/** Null also where an earlier version learned it: this one can't read that. */
async function newestLearned(
  ledger: Ledger,
  themes: readonly { id: string; name: string }[],
): Promise<Learned | null> {
  const [newest] = await ledger.learned.list();
  if (newest === undefined || newest.version !== learnerVersion) return null;
  const { sources, at, macroF1, themes: shown } = await showLearned(ledger, [], newest.address);
  return {
    sources,
    at,
    macroF1,
    themes: shown.map(({ id, state, yes, no, precision, recall, f1, words }) => ({
      id,
      state,
      yes,
      no,
      precision,
      recall,
      f1,
      words,
      name: themes.find((theme) => theme.id === id)?.name ?? id,
    })),
  };
}
