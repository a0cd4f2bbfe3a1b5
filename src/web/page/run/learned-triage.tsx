import { Group, List, SimpleGrid, Stack, Text } from '@mantine/core';
import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import type { TriageReport } from '../../../domain/decision/triage-report.ts';
import type { RunTheme } from '../../api/runs.ts';
import { describeChange, describePromise, shareOf } from '../../api/triage.ts';
import { AskedShares } from '../charts/asked-shares.tsx';
import { Section } from '../kit/section.tsx';
import { showCount } from '../kit/words/numbers.ts';
import { ThemePromises } from './theme-promises.tsx';

const looks = {
  open: { Icon: CircleDashed, colour: 'var(--no)' },
  kept: { Icon: CircleCheck, colour: 'var(--yes)' },
  unproved: { Icon: TriangleAlert, colour: 'var(--review)' },
};

/** What a triage that learns left unasked, what that cost, and how it came about. */
export function LearnedTriage({
  report,
  themes,
}: {
  report: TriageReport;
  themes: readonly RunTheme[];
}) {
  const { state, promise, lost } = describePromise(report);
  const { Icon, colour } = looks[state];
  const nameOf = (id: string) => themes.find((theme) => theme.id === id)?.name ?? id;
  return (
    <Section title="Learned triage">
      <Counts report={report} />
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Icon size={20} aria-hidden color={colour} style={{ flex: 'none' }} />
        <div>
          <Text size="sm" fw={600}>
            {promise}
          </Text>
          {lost !== null && <Text size="sm">{lost}</Text>}
        </div>
      </Group>
      {report.changes.length > 0 && (
        <List size="sm" aria-label="Themes that changed" style={{ overflowWrap: 'anywhere' }}>
          {report.changes.map(({ ticket, theme }) => (
            <List.Item key={`${ticket} ${theme}`}>
              {describeChange(nameOf(theme), ticket)}
            </List.Item>
          ))}
        </List>
      )}
      {report.over.length > 0 && <AskedShares over={report.over} />}
      <ThemePromises promises={report.themes} themes={themes} />
    </Section>
  );
}

function Counts({ report: { questions, asked, unasked, audited } }: { report: TriageReport }) {
  const figures: [name: string, count: number][] = [
    ['Asked', asked],
    ['Not asked', unasked],
    ['Asked as an audit', audited],
  ];
  return (
    <SimpleGrid cols={{ base: 2, xs: 4 }} component="dl" m={0}>
      <Figure name="Questions" value={showCount(questions)} />
      {figures.map(([name, count]) => (
        <Figure key={name} name={name} value={showCount(count)} share={shareOf(count, questions)} />
      ))}
    </SimpleGrid>
  );
}

function Figure({ name, value, share = '' }: { name: string; value: string; share?: string }) {
  return (
    <Stack gap={0} style={{ flexDirection: 'column-reverse' }}>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} fw={600} size="lg" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value}{' '}
        {share !== '' && (
          <Text span size="sm" c="dimmed">
            {share}
          </Text>
        )}
      </Text>
    </Stack>
  );
}
