import { Anchor, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import type { KnownTheme, SavedTheme } from '../../api/themes.ts';
import { type Sharpened, saySharpened } from '../../api/trust/sharpening.ts';
import { post } from '../client.ts';
import { Problem } from '../kit/states.tsx';
import { Sentences } from '../kit/words/sentences.tsx';
import { knownThemes } from '../new-run/theme-choice.tsx';
import { ThemeChanges } from '../themes/theme-changes.tsx';
import { draftOf, useThemeDraft } from '../themes/theme-draft.ts';

/** What was suggested beside the theme as it is: nothing is saved until somebody says so. */
export function Suggestion({ theme: id, found }: { theme: string; found: Sharpened }) {
  const { data: themes } = useQuery(knownThemes);
  const theme = themes?.find((one) => one.id === id);
  return (
    <Paper withBorder p="sm" radius="md" component="article" aria-label="The suggestion">
      <Stack gap="sm">
        <Sentences lines={saySharpened(found)} />
        {theme === undefined ? (
          themes !== undefined && (
            <Text size="sm">The theme {id} is not among the themes of this page any more.</Text>
          )
        ) : (
          <Change theme={theme} found={found} />
        )}
      </Stack>
    </Paper>
  );
}

function Change({ theme, found }: { theme: KnownTheme; found: Sharpened }) {
  const { definition, counts, doesNotCount, examples, counterExamples } = found;
  const changed: KnownTheme = {
    ...theme,
    definition,
    counts,
    doesNotCount,
    examples,
    counterExamples,
  };
  const { isSaved: _, ...request } = changed;
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: () => post<SavedTheme>(`/themes/${encodeURIComponent(theme.id)}`, request),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['themes'] });
      await queries.invalidateQueries({ queryKey: ['sharpening'] });
      notifications.show({
        title: `${theme.name} is saved`,
        message: 'How it read before stays among its earlier versions. New runs ask the new words.',
        closeButtonProps: { 'aria-label': 'Close' },
      });
    },
  });
  const isSame = isAlike(theme, changed);
  const { checked } = found;
  const variant = checked !== null && checked.after > checked.before ? 'filled' : 'default';
  return (
    <>
      <ThemeChanges before={theme} after={changed} />
      {saving.isError && <Problem error={saving.error} />}
      <Group gap="sm">
        {theme.isSaved && !isSame && (
          <Button variant={variant} loading={saving.isPending} onClick={() => saving.mutate()}>
            Save as a new version
          </Button>
        )}
        {!theme.isSaved && <CopyButton theme={theme} changed={changed} variant={variant} />}
        <Anchor component={Link} href={`/themes/${encodeURIComponent(theme.id)}`} size="sm">
          {isSame ? 'See the theme, and judge with it' : 'See the whole theme'}
        </Anchor>
      </Group>
    </>
  );
}

const isAlike = (one: KnownTheme, other: KnownTheme) =>
  JSON.stringify(draftOf(one)) === JSON.stringify(draftOf(other));

/** What came with the server can't be changed: its copy can. */
function CopyButton({
  theme,
  changed,
  variant,
}: {
  theme: KnownTheme;
  changed: KnownTheme;
  variant: 'filled' | 'default';
}) {
  const [, setDraft] = useThemeDraft(`new-${theme.id}`);
  const [, navigate] = useLocation();
  return (
    <Button
      variant={variant}
      onClick={() => {
        setDraft({ ...draftOf(changed), id: '', name: `${theme.name} 2` });
        navigate(`/new-theme?copy=${encodeURIComponent(theme.id)}`);
      }}
    >
      Begin a copy with it
    </Button>
  );
}
