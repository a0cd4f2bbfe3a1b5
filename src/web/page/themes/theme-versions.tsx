import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { KnownTheme, ThemeVersion } from '../../api/themes.ts';
import { get } from '../client.ts';
import { Section } from '../kit/section.tsx';
import { showTime } from '../kit/words/numbers.ts';
import { ThemeChanges } from './theme-changes.tsx';
import { draftOf, useThemeDraft } from './theme-draft.ts';

/** How the theme read before, and what was changed each time. */
export function ThemeVersions({ theme }: { theme: KnownTheme }) {
  const { data: versions } = useQuery({
    queryKey: ['themes', theme.id, 'versions'],
    queryFn: ({ signal }) =>
      get<ThemeVersion[]>(`/themes/${encodeURIComponent(theme.id)}/versions`, signal),
  });
  const [, setDraft] = useThemeDraft(theme.id);
  if (versions === undefined || versions.length === 0) return null;
  return (
    <Section title="Earlier versions">
      {versions.map((version, index) => (
        <Paper key={version.until} withBorder p="sm" radius="md">
          <Stack gap="xs">
            <Group justify="space-between">
              <Text size="sm">Changed {showTime(version.until)}</Text>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => setDraft(draftOf({ ...version.theme, isSaved: true }))}
              >
                Put into the form
              </Button>
            </Group>
            <ThemeChanges before={version.theme} after={versions[index - 1]?.theme ?? theme} />
          </Stack>
        </Paper>
      ))}
    </Section>
  );
}
