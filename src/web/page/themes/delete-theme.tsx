import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useLocation } from 'wouter';
import type { KnownTheme } from '../../api/themes.ts';
import { remove } from '../client.ts';
import { Problem } from '../kit/states.tsx';

/** Takes a saved theme away, once a person has said so twice. */
export function DeleteTheme({ theme: { id, name } }: { theme: KnownTheme }) {
  const [isOpen, { open, close }] = useDisclosure();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const deleting = useMutation({
    mutationFn: () => remove(`/themes/${encodeURIComponent(id)}`),
    onSuccess: async () => {
      close();
      go('/themes');
      await queries.invalidateQueries({ queryKey: ['themes'] });
    },
  });
  return (
    <>
      <Button variant="default" leftSection={<Trash2 size={16} aria-hidden />} onClick={open}>
        Delete
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={`Delete ${name}?`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack gap="md">
          <Text size="sm">
            New runs can&rsquo;t ask about it any more. Runs that did keep their results, and what
            the theme said stays beside the ledger.
          </Text>
          {deleting.isError && <Problem error={deleting.error} />}
          <Group gap="xs">
            <Button color="red" loading={deleting.isPending} onClick={() => deleting.mutate()}>
              Delete the theme
            </Button>
            <Button variant="default" onClick={close}>
              Keep it
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
