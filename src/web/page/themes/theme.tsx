import { Anchor, Button, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { Link, useSearchParams } from 'wouter';
import type { KnownTheme } from '../../api/themes.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Section } from '../kit/section.tsx';
import { Problem, Waiting } from '../kit/states.tsx';
import { knownThemes } from '../new-run/theme-choice.tsx';
import { ThemeRuns } from '../sharpen/theme-runs.tsx';
import { DeleteTheme } from './delete-theme.tsx';
import { ThemeForm } from './theme-form.tsx';
import { ThemeVersions } from './theme-versions.tsx';

/** A new theme, or one that there is. */
export function ThemePage({ id }: { id: string | undefined }) {
  const { data: themes, error, refetch } = useQuery(knownThemes);
  const [query] = useSearchParams();
  if (error !== null)
    return (
      <>
        <PageHead title="Theme" />
        <Problem error={error} retry={() => void refetch()} />
      </>
    );
  if (themes === undefined) return <Waiting what="Reading the theme" />;
  const theme = themes.find((one) => one.id === id);
  const copied = themes.find((one) => one.id === query.get('copy'));
  if (id !== undefined && theme === undefined)
    return (
      <>
        <PageHead title={`There is no theme ${id.slice(0, 80)}`} />
        <Anchor component={Link} href="/themes">
          All themes
        </Anchor>
      </>
    );
  return (
    <>
      <PageHead
        title={theme?.name ?? 'New theme'}
        about={
          theme === undefined ? (
            copied && `A copy of ${copied.name}`
          ) : (
            <>
              {theme.id} ·{' '}
              {theme.isSaved ? 'saved in this page' : 'came with the server: a copy can be changed'}
            </>
          )
        }
      >
        {theme !== undefined && (
          <Button
            component={Link}
            href={`/new-theme?copy=${encodeURIComponent(theme.id)}`}
            variant="default"
            leftSection={<Copy size={16} aria-hidden />}
          >
            Copy
          </Button>
        )}
        {theme?.isSaved && <DeleteTheme theme={theme} />}
      </PageHead>
      <Stack gap="lg" maw={820}>
        {theme === undefined || theme.isSaved ? (
          <ThemeForm
            key={`${theme?.id ?? 'new'} ${copied?.id ?? ''}`}
            theme={theme}
            copied={copied}
            themes={themes}
          />
        ) : (
          <ThemeText theme={theme} />
        )}
        {theme !== undefined && <ThemeRuns theme={theme.id} />}
        {theme?.isSaved && <ThemeVersions theme={theme} />}
      </Stack>
    </>
  );
}

/** A theme that can't be changed here, to be read. */
function ThemeText({ theme }: { theme: KnownTheme }) {
  const lists: [string, readonly string[]][] = [
    ['Counts', theme.counts],
    ["Doesn't count", theme.doesNotCount],
    ['Examples of a yes', theme.examples],
    ['Examples of a no', theme.counterExamples],
    ['Excludes', theme.excludes],
  ];
  return (
    <Section title="What it asks">
      <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{theme.definition}</Text>
      {lists
        .filter(([, lines]) => lines.length > 0)
        .map(([title, lines]) => (
          <div key={title}>
            <Text fw={600} size="sm">
              {title}
            </Text>
            <List size="sm">
              {lines.map((line) => (
                <List.Item key={line} style={{ overflowWrap: 'anywhere' }}>
                  {line}
                </List.Item>
              ))}
            </List>
          </div>
        ))}
    </Section>
  );
}
