import { Anchor, Badge, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Download, Plus, Search } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { KnownTheme } from '../../api/themes.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Empty, Problem, Waiting } from '../kit/states.tsx';
import { knownThemes } from '../new-run/theme-choice.tsx';
import { ImportThemes } from './import-themes.tsx';
import { SuggestThemes } from './suggest-themes.tsx';

/** All themes that runs of this page can ask about. */
export function ThemesPage() {
  const { data: themes, error, refetch } = useQuery(knownThemes);
  const [words, setWords] = useState('');
  const [sought] = useDebouncedValue(words.trim().toLowerCase(), 150);
  const found = (themes ?? []).filter((theme) => isFound(theme, sought));
  return (
    <>
      <PageHead title="Themes" about="What tickets can be about: each is a yes/no question">
        <Button component={Link} href="/new-theme" leftSection={<Plus size={16} aria-hidden />}>
          New theme
        </Button>
        <SuggestThemes />
        <ImportThemes />
        <Button
          component="a"
          href="/api/themes/export"
          variant="default"
          leftSection={<Download size={16} aria-hidden />}
        >
          Export
        </Button>
      </PageHead>
      {error !== null ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : themes === undefined ? (
        <Waiting what="Reading the themes" />
      ) : (
        <Stack gap="sm">
          <Group gap="sm">
            <TextInput
              aria-label="Search the themes"
              placeholder="Search the themes"
              leftSection={<Search size={15} aria-hidden />}
              value={words}
              w={{ base: '100%', xs: 300 }}
              onChange={({ currentTarget }) => setWords(currentTarget.value)}
            />
            <Text size="sm" c="dimmed" role="status">
              {sought === '' ? `${themes.length} themes` : `${found.length} of ${themes.length}`}
            </Text>
          </Group>
          {found.length === 0 ? (
            <Empty
              title={themes.length === 0 ? 'There is no theme yet' : 'No theme has these words'}
            />
          ) : (
            found.map((theme) => <ThemeLine key={theme.id} theme={theme} />)
          )}
        </Stack>
      )}
    </>
  );
}

function isFound({ id, name, definition, counts, examples }: KnownTheme, words: string): boolean {
  return [id, name, definition, ...counts, ...examples].some((text) =>
    text.toLowerCase().includes(words),
  );
}

function ThemeLine({ theme: { id, name, definition, isSaved, examples } }: { theme: KnownTheme }) {
  return (
    <Paper withBorder p="sm" radius="md">
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="md">
        <div style={{ minWidth: 0 }}>
          <Anchor
            component={Link}
            href={`/themes/${encodeURIComponent(id)}`}
            fw={600}
            style={{ overflowWrap: 'anywhere' }}
          >
            {name}
          </Anchor>
          <Text size="sm" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
            {definition}
          </Text>
        </div>
        <Group gap={6} visibleFrom="sm" wrap="nowrap" flex="none">
          {examples.length > 0 && (
            <Text size="xs" c="dimmed">
              {examples.length === 1 ? '1 example' : `${examples.length} examples`}
            </Text>
          )}
          <Badge variant="light" color={isSaved ? 'blue' : 'gray'} tt="none">
            {isSaved ? 'saved here' : 'came with the server'}
          </Badge>
        </Group>
      </Group>
    </Paper>
  );
}
