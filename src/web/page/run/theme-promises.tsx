import { Group, ScrollArea, Table, Text } from '@mantine/core';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { QuestionCounts, ThemePromise } from '../../../domain/decision/triage-report.ts';
import type { RunTheme } from '../../api/runs.ts';
import { describeLost, shareOf } from '../../api/triage.ts';
import { ThemeMark } from '../kit/marks.tsx';
import { showCount } from '../kit/words/numbers.ts';

/** Of each theme what was asked, what was left unasked and what that may have cost. */
export function ThemePromises({
  promises,
  themes,
}: {
  promises: readonly ThemePromise[];
  themes: readonly RunTheme[];
}) {
  const places = new Map(themes.map(({ id }, index) => [id, index]));
  const ordered = promises.toSorted((one, other) => doubtOf(other) - doubtOf(one));
  return (
    <ScrollArea.Autosize
      mah={420}
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'The promise, theme by theme' }}
      style={{ border: 'var(--border)', borderRadius: 'var(--mantine-radius-md)' }}
    >
      <Table stickyHeader fz="sm" miw={640}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Theme</Table.Th>
            {['Asked', 'Not asked', 'Audited', 'Yes'].map((title) => (
              <Table.Th key={title} ta="right">
                {title}
              </Table.Th>
            ))}
            <Table.Th>Yes verdicts missed, at most</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {ordered.map((promise) => {
            const index = places.get(promise.id) ?? 0;
            return (
              <Table.Tr key={promise.id}>
                <Table.Th scope="row" fw="normal" maw={260}>
                  <ThemeMark name={themes[index]?.name ?? promise.id} index={index} />
                </Table.Th>
                {(['asked', 'unasked', 'audited'] as const).map((kind) => (
                  <Counted key={kind} counts={promise} kind={kind} />
                ))}
                <Table.Td className="is-number">{showCount(promise.yes)}</Table.Td>
                <Table.Td>
                  <Lost promise={promise} />
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

/** Themes whose promise is not proved come first, the others in the run's order. */
const doubtOf = ({ isKept }: ThemePromise) => (isKept === false ? 1 : 0);

function Counted({ counts, kind }: { counts: QuestionCounts; kind: keyof QuestionCounts }) {
  return (
    <Table.Td className="is-number" style={{ whiteSpace: 'nowrap' }}>
      {showCount(counts[kind])}{' '}
      <Text span size="xs" c="dimmed">
        {shareOf(counts[kind], counts.questions)}
      </Text>
    </Table.Td>
  );
}

function Lost({ promise }: { promise: ThemePromise }) {
  const { isKept } = promise;
  if (isKept === null)
    return (
      <Text span size="sm" c="dimmed">
        {describeLost(promise)}
      </Text>
    );
  const Icon = isKept ? CircleCheck : TriangleAlert;
  return (
    <Group gap={6} wrap="nowrap" display="inline-flex">
      <Icon size={15} aria-hidden color={isKept ? 'var(--yes)' : 'var(--review)'} />
      <Text span size="sm" style={{ whiteSpace: 'nowrap' }}>
        {describeLost(promise)}, {isKept ? 'kept' : 'not proved: asked'}
      </Text>
    </Group>
  );
}
