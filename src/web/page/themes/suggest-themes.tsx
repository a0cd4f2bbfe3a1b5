import { Button, Group, Modal, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Lightbulb } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { RunList } from '../../api/runs.ts';
import type { SuggestedTheme } from '../../api/themes.ts';
import { get, post } from '../client.ts';
import { Problem, Waiting } from '../kit/states.tsx';
import { showShare, showTime } from '../kit/words/numbers.ts';
import { draftOf, useThemeDraft } from './theme-draft.ts';

/** Themes that the tickets of a run seem to speak of, each to be begun with. */
export function SuggestThemes() {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" leftSection={<Lightbulb size={16} aria-hidden />} onClick={open}>
        Suggest
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        size="lg"
        title="Suggest themes"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Suggestions />
      </Modal>
    </>
  );
}

function Suggestions() {
  const list = useQuery({
    queryKey: ['runs'],
    queryFn: ({ signal }) => get<RunList>('/runs', signal),
  });
  const runs = (list.data?.runs ?? []).filter(
    ({ workflow, counts }) => workflow === 'batch' && counts.rows !== null,
  );
  const [chosen, setChosen] = useState('');
  const run = chosen === '' ? (runs[0]?.id ?? '') : chosen;
  const looking = useMutation({
    mutationFn: () => post<SuggestedTheme[]>('/themes/suggest', { run }),
  });
  const found = looking.data;
  return (
    <Stack gap="md">
      <Text size="sm">
        The sentences of a run&rsquo;s tickets are put together by what they speak of. Nothing is
        sent to a server.
      </Text>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label="Tickets of"
          value={run}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          data={runs.map(({ id, file, name, startedAt }) => ({
            value: id,
            label: `${name ?? file} · ${showTime(startedAt)}`,
          }))}
          flex="1 1 240px"
        />
        <Button loading={looking.isPending} disabled={run === ''} onClick={() => looking.mutate()}>
          Look for themes
        </Button>
      </Group>
      {list.isSuccess && runs.length === 0 && <Text size="sm">No run has tickets yet.</Text>}
      {looking.isError && <Problem error={looking.error} />}
      {looking.isPending && <Waiting what="Reading the tickets" />}
      {found?.length === 0 && <Text size="sm">No theme stands out.</Text>}
      {found?.map((theme) => (
        <Suggestion key={theme.id} theme={theme} />
      ))}
    </Stack>
  );
}

function Suggestion({ theme }: { theme: SuggestedTheme }) {
  const [draft, setDraft] = useThemeDraft('new-');
  const [, navigate] = useLocation();
  const begin = () => {
    const { counts, examples, name, definition } = theme;
    const known = { ...draftOf(undefined), name, definition };
    setDraft({ ...known, counts: counts.join('\n'), examples: examples.join('\n') });
    navigate('/new-theme');
  };
  return (
    <Paper withBorder p="sm" radius="md" component="article" aria-label={theme.name}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div style={{ flex: '1 1 260px', overflowWrap: 'anywhere' }}>
          <Text fw={600}>
            {theme.name} · {showShare(theme.share)} of the tickets
          </Text>
          <Text size="sm">{theme.definition}</Text>
          {theme.examples.slice(0, 2).map((example) => (
            <Text key={example} size="xs" c="dimmed" lineClamp={2}>
              “{example}”
            </Text>
          ))}
          {theme.nearest !== null && (
            <Text size="xs" c="dimmed">
              nearest known theme: {theme.nearest.theme} ({showShare(theme.nearest.overlap)} of its
              sentences)
            </Text>
          )}
        </div>
        <Button size="xs" variant="default" onClick={begin}>
          {draft === null ? 'Begin with it' : 'Replace the theme that is begun'}
        </Button>
      </Group>
    </Paper>
  );
}
