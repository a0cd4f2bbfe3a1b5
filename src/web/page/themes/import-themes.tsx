import { Button, FileButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import type { ImportedThemes } from '../../api/themes.ts';
import { post } from '../client.ts';

/** Takes a file of themes in: all of them, or none where one is wrong. */
export function ImportThemes() {
  const queries = useQueryClient();
  const closing = { closeButtonProps: { 'aria-label': 'Close' } };
  const importing = useMutation({
    mutationFn: async (file: File) =>
      post<ImportedThemes>('/themes/import', { name: file.name, content: await file.text() }),
    onSuccess: (imported) => {
      void queries.invalidateQueries({ queryKey: ['themes'] });
      notifications.show({ title: 'Themes are imported', message: describe(imported), ...closing });
    },
    onError: ({ message }) =>
      notifications.show({
        title: 'No theme is imported',
        message,
        color: 'red',
        autoClose: false,
        ...closing,
      }),
  });
  return (
    <FileButton
      accept=".json,.yaml,.yml,.csv,.tsv"
      onChange={(file) => file !== null && importing.mutate(file)}
    >
      {(props) => (
        <Button
          {...props}
          variant="default"
          loading={importing.isPending}
          leftSection={<Upload size={16} aria-hidden />}
        >
          Import
        </Button>
      )}
    </FileButton>
  );
}

function describe({ added, replaced, unchanged }: ImportedThemes): string {
  return [
    `${added.length} new`,
    ...(replaced.length > 0 ? [`${replaced.length} changed: ${replaced.join(', ')}`] : []),
    ...(unchanged.length > 0 ? [`${unchanged.length} as they were`] : []),
  ].join('; ');
}
