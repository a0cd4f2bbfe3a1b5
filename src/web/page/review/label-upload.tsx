import { Button, FileButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import type { TakenLabels } from '../../api/trust/review.ts';
import { post } from '../client.ts';
import { useAuthor } from './author.tsx';

/** Takes a file of labels as the person's who is at work here. */
export function LabelUpload({ run }: { run: string }) {
  const [author] = useAuthor();
  const queries = useQueryClient();
  const closing = { closeButtonProps: { 'aria-label': 'Close' } };
  const taking = useMutation({
    mutationFn: async (file: File) =>
      post<TakenLabels>(`/runs/${encodeURIComponent(run)}/gold`, {
        name: file.name,
        content: await file.text(),
        author,
      }),
    onSuccess: (taken) => {
      void queries.invalidateQueries();
      notifications.show({
        title: `Labels are kept as ${author}’s`,
        message: describe(taken),
        ...closing,
      });
    },
    onError: ({ message }) =>
      notifications.show({
        title: 'No label was taken',
        message,
        color: 'red',
        autoClose: false,
        ...closing,
      }),
  });
  return (
    <FileButton accept=".csv,.tsv,.jsonl" onChange={(file) => file !== null && taking.mutate(file)}>
      {(props) => (
        <Button
          {...props}
          variant="default"
          loading={taking.isPending}
          disabled={author === ''}
          title={author === '' ? 'Say who you are first' : 'A file with the ids and their themes'}
          leftSection={<Upload size={16} aria-hidden />}
        >
          Upload labels
        </Button>
      )}
    </FileButton>
  );
}

function describe({ kept, elsewhere, others }: TakenLabels): string {
  return [
    kept === 1 ? '1 ticket' : `${kept} tickets`,
    ...(others > 0 ? [`${others} keep what somebody else said`] : []),
    ...(elsewhere > 0 ? [`${elsewhere} ids are not in this run`] : []),
  ].join('; ');
}
