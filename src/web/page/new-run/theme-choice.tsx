import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { WrittenTheme } from '../../api/run-request.ts';
import type { KnownTheme } from '../../api/themes.ts';
import { get } from '../client.ts';
import { Problem, Waiting } from '../kit/states.tsx';

/** The themes that a run asks about. */
export interface ThemeChoice {
  /** Ids; null where all are chosen. */
  known: string[] | null;
  written: WrittenTheme[];
  /** One that is being written; null where none is. */
  draft: ThemeDraft | null;
}

interface ThemeDraft {
  name: string;
  definition: string;
  /** One a line. */
  examples: string;
}

/** More than these are searched rather than read. */
const fewThemes = 12;

const noDraft: ThemeDraft = { name: '', definition: '', examples: '' };

export const isHalfWritten = ({ draft }: ThemeChoice): boolean =>
  draft !== null && Object.values(draft).some((text) => text.trim() !== '');

export const knownThemes = queryOptions({
  queryKey: ['themes'],
  queryFn: ({ signal }) => get<KnownTheme[]>('/themes', signal),
});

export function ThemeChoiceForm({
  choice,
  onChange,
}: {
  choice: ThemeChoice;
  onChange: (choice: ThemeChoice) => void;
}) {
  const { data: themes, error } = useQuery(knownThemes);
  const [words, setWords] = useState('');
  if (error !== null) return <Problem error={error} />;
  if (themes === undefined) return <Waiting what="Reading the themes" />;
  const ids = themes.map(({ id }) => id);
  const chosen = choice.known ?? ids;
  const choose = (known: string[]) =>
    onChange({ ...choice, known: known.length === ids.length ? null : known });
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => choose(ids)}>
          All
        </Button>
        <Button size="xs" variant="default" onClick={() => choose([])}>
          None
        </Button>
        <Text size="sm" c="dimmed">
          {chosen.length + choice.written.length} chosen
        </Text>
        {themes.length > fewThemes && (
          <TextInput
            aria-label="Search the themes"
            placeholder="Search the themes"
            size="xs"
            value={words}
            onChange={({ currentTarget }) => setWords(currentTarget.value)}
          />
        )}
      </Group>
      <Checkbox.Group value={chosen} onChange={choose} aria-label="Themes">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {themes
            .filter(({ id, name, definition }) =>
              `${id} ${name} ${definition}`.toLowerCase().includes(words.trim().toLowerCase()),
            )
            .map(({ id, name, definition }) => (
              <Checkbox key={id} value={id} label={name} description={definition} />
            ))}
        </SimpleGrid>
      </Checkbox.Group>
      {choice.written.map((theme) => (
        <Paper key={theme.name} withBorder p="sm" radius="md">
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <div>
              <Text size="sm" fw={600}>
                {theme.name}
              </Text>
              <Text size="sm" c="dimmed">
                {theme.definition}
              </Text>
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Leave out ${theme.name}`}
              onClick={() =>
                onChange({ ...choice, written: choice.written.filter((one) => one !== theme) })
              }
            >
              <Trash2 size={16} aria-hidden />
            </ActionIcon>
          </Group>
        </Paper>
      ))}
      {choice.draft !== null ? (
        <ThemeForm
          draft={choice.draft}
          onDraft={(draft) => onChange({ ...choice, draft })}
          taken={[...themes.map(({ name }) => name), ...choice.written.map(({ name }) => name)]}
          onAdd={(theme) => {
            onChange({ ...choice, written: [...choice.written, theme], draft: null });
          }}
          onLeave={() => onChange({ ...choice, draft: null })}
        />
      ) : (
        <Button
          variant="light"
          leftSection={<Plus size={16} aria-hidden />}
          onClick={() => onChange({ ...choice, draft: noDraft })}
          style={{ alignSelf: 'flex-start' }}
        >
          Write a theme
        </Button>
      )}
    </Stack>
  );
}

function ThemeForm({
  draft,
  taken,
  onDraft,
  onAdd,
  onLeave,
}: {
  draft: ThemeDraft;
  onDraft: (draft: ThemeDraft) => void;
  taken: string[];
  onAdd: (theme: WrittenTheme) => void;
  onLeave: () => void;
}) {
  const { name, definition, examples } = draft;
  const isTaken = taken.some((one) => one.toLowerCase() === name.trim().toLowerCase());
  const isWhole = name.trim() !== '' && definition.trim() !== '' && !isTaken;
  function add(event: FormEvent) {
    event.preventDefault();
    if (!isWhole) return;
    const lines = examples
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    onAdd({ name: name.trim(), definition: definition.trim(), examples: lines });
  }
  return (
    <Paper withBorder p="md" radius="md" component="form" onSubmit={add} aria-label="A new theme">
      <Stack gap="sm">
        <TextInput
          label="Name"
          value={name}
          maxLength={200}
          onChange={({ currentTarget }) => onDraft({ ...draft, name: currentTarget.value })}
          error={isTaken ? 'There is a theme of that name' : null}
          data-autofocus
        />
        <Textarea
          label="Definition"
          description="What a ticket says when the answer is yes"
          value={definition}
          maxLength={4000}
          autosize
          minRows={2}
          onChange={({ currentTarget }) => onDraft({ ...draft, definition: currentTarget.value })}
        />
        <Textarea
          label="Examples"
          description="Texts for which the answer is yes, one a line; may be left empty"
          value={examples}
          maxLength={20_000}
          autosize
          minRows={2}
          onChange={({ currentTarget }) => onDraft({ ...draft, examples: currentTarget.value })}
        />
        <Group gap="xs">
          <Button type="submit" disabled={!isWhole}>
            Add the theme
          </Button>
          <Button variant="default" onClick={onLeave}>
            Discard it
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
