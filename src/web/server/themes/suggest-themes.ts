import type { DiscoverReport, ProposedTheme } from '../../../../workflows/discover.ts';
import type { SuggestedTheme } from '../../api/themes.ts';
import { readReport, startReport } from '../jobs/child-report.ts';
import { searchedFile } from '../jobs/request/searched-file.ts';
import type { Services } from '../services.ts';

const mostSuggested = '8';

/** What `tribunal discover` proposes for the tickets of a run, by the embedded model: no server is asked. @throws UserMistake */
export async function suggestThemes(services: Services, run: string): Promise<SuggestedTheme[]> {
  const { path, columns } = await searchedFile(services, { file: undefined, run, columns: {} });
  const found: SuggestedTheme[] = [];
  const text = columns.text === undefined ? [] : [`--text=${columns.text}`];
  await readReport<DiscoverReport, ProposedTheme>(
    startReport(services, [
      ...['discover', '--json', '--model', 'embedded', '--most', mostSuggested],
      ...[...text, '--', path],
    ]),
    'themes',
    ({ id, name, definition, counts, examples, share, nearest }) =>
      found.push({
        id,
        name,
        definition,
        counts,
        share,
        nearest,
        examples: examples.map(({ quote }) => quote),
      }),
  );
  return found;
}
