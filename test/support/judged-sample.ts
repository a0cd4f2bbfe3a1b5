import type { ServedApi } from './served-api.ts';

type Api = Pick<ServedApi, 'get' | 'post' | 'ledger'>;

/** Has a model judge the sample, by all its themes, and labels a hundred tickets. @returns the run */
export async function judgeSample(
  api: Api,
  model: object = {},
  labelsOf: (row: number, said: string[]) => string[] = (_, said) => said,
): Promise<string> {
  const { length: before } = (await api.get('/runs')).body.runs;
  await api.post('/runs', { file: 'sample', ...model });
  const run = await newestFinished(api, before);
  const rows = Array.from({ length: 100 }, (_, index) => index + 1);
  for (const { row, address, decision } of await api.ledger.results.whole(run, rows)) {
    const themes = labelsOf(row, JSON.parse(decision).themes).join('|');
    await api.ledger.gold.add({ run, row, address, themes, author: 'Ada', reason: '' });
  }
  return run;
}

/** On a busy machine a run may take longer to begin than the server waits for it. */
async function newestFinished(api: Api, before: number): Promise<string> {
  for (;;) {
    const { runs } = (await api.get('/runs')).body;
    if (runs.length > before && runs[0].status === 'finished') return runs[0].id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
