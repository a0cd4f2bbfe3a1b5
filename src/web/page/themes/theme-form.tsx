import { Button, Group, MultiSelect, Paper, Stack, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { themeIdOf } from '../../../domain/theme.ts';
import type { KnownTheme, SavedTheme, ThemeRequestInput } from '../../api/themes.ts';
import { post } from '../client.ts';
import { Problem } from '../kit/states.tsx';
import { emptyDraft, useRunDraft } from '../new-run/run-draft.ts';
import { useSearchDraft } from '../search/search-draft.ts';
import { LineList } from './line-list.tsx';
import { draftOf, requestOf, type ThemeDraft, useThemeDraft } from './theme-draft.ts';

const lineLists = [
  { field: 'counts', label: 'Counts', description: 'Cases that are a yes' },
  {
    field: 'doesNotCount',
    label: "Doesn't count",
    description: 'Cases that look like it and are a no',
  },
  { field: 'examples', label: 'Examples of a yes', description: 'Texts of tickets' },
  { field: 'counterExamples', label: 'Examples of a no', description: 'Texts of tickets' },
] as const;

/** Writes a new theme, or a saved one anew. */
export function ThemeForm({
  theme,
  copied,
  themes,
}: {
  /** The one to change; nothing for a new one. */
  theme: KnownTheme | undefined;
  copied: KnownTheme | undefined;
  themes: readonly KnownTheme[];
}) {
  const [kept, setKept] = useThemeDraft(theme?.id ?? `new-${copied?.id ?? ''}`);
  const [, go] = useLocation();
  const queries = useQueryClient();
  const [, setRun] = useRunDraft();
  const [, setSearch] = useSearchDraft();
  const draft = kept ?? { ...draftOf(theme ?? copied), ...(copied && { id: '', name: '' }) };
  const set = (change: Partial<ThemeDraft>) => setKept({ ...draft, ...change });
  const saving = useMutation({
    mutationFn: (request: ThemeRequestInput) =>
      post<SavedTheme>(theme === undefined ? '/themes' : `/themes/${theme.id}`, request),
    onSuccess: async ({ id }) => {
      setKept(null);
      await queries.invalidateQueries({ queryKey: ['themes'] });
      notifications.show({
        title: `${draft.name} is saved`,
        message: 'New runs ask about it as it reads now.',
        closeButtonProps: { 'aria-label': 'Close' },
      });
      go(`/themes/${encodeURIComponent(id)}`);
    },
  });
  const isWhole = draft.name.trim() !== '' && draft.definition.trim() !== '';
  return (
    <Paper
      withBorder
      p="md"
      radius="md"
      component="form"
      aria-label={theme === undefined ? 'A new theme' : 'The theme'}
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(requestOf(draft));
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          value={draft.name}
          maxLength={200}
          required
          onChange={({ currentTarget }) => set({ name: currentTarget.value })}
        />
        {theme === undefined && (
          <TextInput
            label="Id"
            description="What results call it: lower-case letters, digits and _"
            value={draft.id}
            placeholder={themeIdOf(draft.name)}
            maxLength={64}
            onChange={({ currentTarget }) => set({ id: currentTarget.value })}
          />
        )}
        <Textarea
          label="Definition"
          description="What a ticket says when the answer is yes"
          value={draft.definition}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={4000}
          required
          onChange={({ currentTarget }) => set({ definition: currentTarget.value })}
        />
        {lineLists.map(({ field, label, description }) => (
          <LineList
            key={field}
            label={label}
            description={description}
            value={draft[field]}
            onChange={(lines) => set({ [field]: lines })}
          />
        ))}
        <MultiSelect
          label="Excludes"
          description="Themes that can't be true of the same ticket"
          data={themes
            .filter(({ id }) => id !== theme?.id)
            .map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.excludes}
          searchable
          clearable
          limit={50}
          clearButtonProps={{ 'aria-label': 'Exclude none' }}
          onChange={(excludes) => set({ excludes })}
        />
        {saving.isError && <Problem error={saving.error} />}
        <Group gap="xs">
          <Button type="submit" loading={saving.isPending} disabled={!isWhole}>
            Save
          </Button>
          <Button
            variant="default"
            disabled={!isWhole}
            onClick={() => {
              const { name, definition, examples } = requestOf(draft);
              setSearch({ name, definition, examples: (examples ?? []).slice(0, 20) });
              go('/search');
            }}
          >
            Try it on some tickets
          </Button>
          {theme !== undefined && (
            <Button
              variant="default"
              onClick={() => {
                setRun((before) => ({
                  ...(before ?? emptyDraft),
                  themes: { known: [theme.id], written: [], draft: null },
                }));
                go('/new');
              }}
            >
              Judge only this theme
            </Button>
          )}
          {kept !== null && (
            <Button variant="subtle" onClick={() => setKept(null)}>
              Undo what is typed
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}
