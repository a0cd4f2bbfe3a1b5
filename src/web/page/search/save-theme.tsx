import { Button, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Save } from 'lucide-react';
import { useState } from 'react';
import { themeIdOf } from '../../../domain/theme.ts';
import type { SavedTheme, ThemeRequestInput } from '../../api/themes.ts';
import { post } from '../client.ts';
import { Problem } from '../kit/states.tsx';
import { ExampleList } from './example-list.tsx';
import type { SearchDraft } from './search-draft.ts';

/** Turns what was searched for into a theme file, which every later run has a judge for. */
export function SaveTheme({ draft }: { draft: SearchDraft }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<Save size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Save as theme
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title="Save as theme"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <SaveForm draft={draft} onSaved={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function SaveForm({ draft, onSaved }: { draft: SearchDraft; onSaved: () => void }) {
  const queries = useQueryClient();
  const [theme, setTheme] = useState(draft);
  const [wantedId, setId] = useState<string>();
  const id = wantedId ?? themeIdOf(theme.name);
  const saving = useMutation({
    mutationFn: (request: ThemeRequestInput) => post<SavedTheme>('/themes', request),
    onSuccess: ({ file }) => {
      void queries.invalidateQueries({ queryKey: ['themes'] });
      notifications.show({
        title: `Saved as ${file}`,
        message: 'Every new run of this page can ask about it.',
        closeButtonProps: { 'aria-label': 'Close' },
      });
      onSaved();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const { name, definition } = theme;
        const examples = theme.examples.filter((example) => example.trim() !== '');
        saving.mutate({ id, name, definition, examples });
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          value={theme.name}
          maxLength={200}
          required
          data-autofocus
          onChange={({ currentTarget }) => setTheme({ ...theme, name: currentTarget.value })}
        />
        <TextInput
          label="Id"
          description="What results call it: lower-case letters, digits and _"
          value={id}
          maxLength={64}
          required
          onChange={({ currentTarget }) => setId(currentTarget.value)}
        />
        <Textarea
          label="Definition"
          value={theme.definition}
          autosize
          maxRows={10}
          maxLength={4000}
          required
          onChange={({ currentTarget }) => setTheme({ ...theme, definition: currentTarget.value })}
        />
        <ExampleList
          examples={theme.examples}
          onChange={(examples) => setTheme({ ...theme, examples })}
        />
        <Text size="sm" c="dimmed">
          It is kept beside the ledger{id !== '' && `, in saved-themes/${id}.json`}. A theme that
          exists is never replaced.
        </Text>
        {saving.isError && <Problem error={saving.error} />}
        <Button type="submit" loading={saving.isPending}>
          Save
        </Button>
      </Stack>
    </form>
  );
}
