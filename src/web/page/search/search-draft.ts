import { useSessionStorage } from '@mantine/hooks';

/** What is looked for, as it is typed. */
export interface SearchDraft {
  definition: string;
  name: string;
  examples: string[];
}

export const noDraft: SearchDraft = { definition: '', name: '', examples: [] };

/** It stays while its tab does; null where nothing was typed. */
export function useSearchDraft() {
  return useSessionStorage<SearchDraft | null>({
    key: 'tribunal-search',
    defaultValue: null,
    getInitialValueInEffect: false,
  });
}
