import {
  ActionIcon,
  Button,
  Group,
  Menu,
  Modal,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Copy, Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { isAtWork, type RunSummary } from '../../api/runs.ts';
import { post, remove } from '../client.ts';
import { Problem } from '../kit/states.tsx';
import { showTickets } from '../kit/words/numbers.ts';

/** What can be done with a run in the list: a name and a note, a pin, the form filled again, and its end. */
export function RunMenu({
  run,
  isPinned,
  onPin,
}: {
  run: RunSummary;
  isPinned: boolean;
  onPin: () => void;
}) {
  const [isNaming, naming] = useDisclosure();
  const [isDeleting, deleting] = useDisclosure();
  const closing = { closeButtonProps: { 'aria-label': 'Close' } };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`What to do with ${run.name ?? run.file}`}
          >
            <Ellipsis size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Pencil size={15} aria-hidden />} onClick={naming.open}>
            Name and note
          </Menu.Item>
          <Menu.Item
            leftSection={
              isPinned ? <PinOff size={15} aria-hidden /> : <Pin size={15} aria-hidden />
            }
            onClick={onPin}
          >
            {isPinned ? 'Take the pin off' : 'Pin to the top, in this browser'}
          </Menu.Item>
          {run.isJob && run.workflow === 'batch' && (
            <Menu.Item
              component={Link}
              href={`/new?again=${run.id}`}
              leftSection={<Copy size={15} aria-hidden />}
            >
              Duplicate
            </Menu.Item>
          )}
          {!isAtWork(run.status) && (
            <Menu.Item
              c="var(--failed)"
              leftSection={<Trash2 size={15} aria-hidden />}
              onClick={deleting.open}
            >
              Delete
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={isNaming} onClose={naming.close} title="Name and note" {...closing}>
        <NameForm run={run} onDone={naming.close} />
      </Modal>
      <Modal opened={isDeleting} onClose={deleting.close} title="Delete the run" {...closing}>
        <Deletion run={run} onDone={deleting.close} />
      </Modal>
    </>
  );
}

function NameForm({ run, onDone }: { run: RunSummary; onDone: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState(run.name ?? '');
  const [note, setNote] = useState(run.note ?? '');
  const saving = useMutation({
    mutationFn: () => post(`/runs/${run.id}/about`, { name, note }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['runs'] });
      onDone();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Name"
          placeholder={run.file}
          value={name}
          maxLength={80}
          data-autofocus
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Textarea
          label="Note"
          description="Words that begin with # are tags: runs can be found by them"
          value={note}
          maxLength={2000}
          autosize
          minRows={2}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        {saving.isError && <Problem error={saving.error} />}
        <Group>
          <Button type="submit" loading={saving.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Deletion({ run, onDone }: { run: RunSummary; onDone: () => void }) {
  const queries = useQueryClient();
  const deleting = useMutation({
    mutationFn: () => remove(`/runs/${run.id}`),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['runs'] });
      onDone();
    },
  });
  const { decided, review, failed } = run.counts;
  return (
    <Stack gap="sm">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {run.name ?? run.file}: {showTickets(decided + review + failed)} with all answers that no
        other run uses. People&rsquo;s labels stay. This can&rsquo;t be undone.
      </Text>
      {deleting.isError && <Problem error={deleting.error} />}
      <Group>
        <Button color="red" loading={deleting.isPending} onClick={() => deleting.mutate()}>
          Delete for good
        </Button>
        <Button variant="default" onClick={onDone} data-autofocus>
          Keep it
        </Button>
      </Group>
    </Stack>
  );
}
