import type { ServedApi } from './served-api.ts';

type Api = Pick<ServedApi, 'get' | 'post' | 'ledger'>;

/** Has a model judge the sample, by all its themes, and labels a hundred tickets. @returns the run */
export async function judgeSample(
  api: Api,
  model: object = {},
  labelsOf: (row: number, said: string[]) => string[] = (_, said) => said,
): Promise<string> {
  const { body } = await api.post('/runs', { file: 'sample', ...model });
  const run = body.run as string;
  while ((await api.get(`/runs/${run}`)).body.status !== 'finished')
    await new Promise((resolve) => setTimeout(resolve, 100));
  const rows = Array.from({ length: 100 }, (_, index) => index + 1);
  for (const { row, address, decision } of await api.ledger.results.whole(run, rows)) {
    const themes = labelsOf(row, JSON.parse(decision).themes).join('|');
    await api.ledger.gold.add({ run, row, address, themes, author: 'Ada', reason: '' });
  }
  return run;
}
