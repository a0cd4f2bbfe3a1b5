import { Button, Group, Kbd, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunTheme } from '../../api/runs.ts';
import type { GoldRequest } from '../../api/trust/review.ts';
import { post } from '../client.ts';
import { Problem } from '../kit/states.tsx';
import { ThemeToggles } from '../new-run/theme-toggles.tsx';
import { AskAuthor, AuthorLine, useAuthor } from '../review/author.tsx';

/** Has a person say which themes a ticket has, wherever it is looked at. */
export function Correction({
  run,
  row,
  themes,
  proposed,
  start,
  onSaved,
  onLeave,
}: {
  run: string;
  /** Of the ticket; of several, all of which get the same label. */
  row: number | number[];
  themes: readonly RunTheme[];
  /** What the tribunal said. */
  proposed: readonly string[];
  /** What is switched on at first. */
  start: readonly string[];
  onSaved: () => void;
  onLeave: () => void;
}) {
  const queries = useQueryClient();
  const [author] = useAuthor();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(start));
  const [reason, setReason] = useState('');
  const saving = useMutation({
    mutationFn: (label: GoldRequest) => {
      const here = `/runs/${encodeURIComponent(run)}`;
      return typeof row === 'number'
        ? post(`${here}/tickets/${row}/gold`, label)
        : post(`${here}/labels`, { ...label, rows: row });
    },
    onSuccess() {
      for (const key of ['ticket', 'tickets', 'reading', 'summary', 'review'])
        void queries.invalidateQueries({ queryKey: [key, run] });
      onSaved();
    },
  });
  if (author === '') return <AskAuthor />;
  const toggle = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const save = () => {
    const ids = themes.map(({ id }) => id).filter((id) => chosen.has(id));
    saving.mutate({ themes: ids, author, reason: reason.trim() });
  };
  return (
    <Stack gap="sm" role="group" aria-label="The right themes">
      <ThemeToggles themes={themes} chosen={chosen} proposed={proposed} onToggle={toggle} />
      <TextInput
        label="Reason (optional)"
        value={reason}
        maxLength={2000}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <Group gap="xs">
        <Button size="xs" loading={saving.isPending} onClick={save}>
          Save as the right answer
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={onLeave}
          rightSection={<Kbd size="xs">Esc</Kbd>}
        >
          Leave it
        </Button>
      </Group>
      <AuthorLine />
      {saving.isError && <Problem error={saving.error} />}
    </Stack>
  );
}
