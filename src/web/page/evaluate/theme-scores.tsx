import { Anchor, Button, ScrollArea, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { RunTheme } from '../../api/runs.ts';
import type { EvaluationReport, ThemeEvaluation } from '../../api/trust/evaluation.ts';
import { queryOf } from '../client.ts';
import { Interval } from '../kit/interval.tsx';
import { ThemeMark } from '../kit/marks.tsx';
import { showCount } from '../kit/words/numbers.ts';

/** Themes that are shown without being asked for. */
const firstShown = 12;

const mistakes = ({ missed, extra }: ThemeEvaluation) => missed + extra;

/** How each theme did, those with most mistakes first; a count of mistakes leads to their tickets. */
export function ThemeScores({
  run,
  report,
  themes,
}: {
  run: string;
  report: EvaluationReport;
  themes: readonly RunTheme[];
}) {
  const [isWhole, setWhole] = useState(false);
  const sorted = report.themes.toSorted((one, other) => mistakes(other) - mistakes(one));
  const shown = isWhole ? sorted : sorted.slice(0, firstShown);
  return (
    <>
      <ScrollArea
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'How each theme did' }}
      >
        <Table fz="sm" miw={860} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Theme</Table.Th>
              <Table.Th ta="right">Labelled</Table.Th>
              <Table.Th ta="right">Missed</Table.Th>
              <Table.Th ta="right">Against the labels</Table.Th>
              <Table.Th>Right when it says it (precision)</Table.Th>
              <Table.Th>Found of the labelled (recall)</Table.Th>
              <Table.Th>Both in one (F1)</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((theme) => (
              <ThemeRow
                key={theme.id}
                run={run}
                theme={theme}
                index={themes.findIndex(({ id }) => id === theme.id)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
      {sorted.length > firstShown && (
        <Button
          variant="subtle"
          size="xs"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
          style={{ alignSelf: 'flex-start' }}
        >
          {isWhole ? 'Show fewer themes' : `Show all ${showCount(sorted.length)} themes`}
        </Button>
      )}
      <Text size="xs" c="dimmed">
        The bars and the small figures are 95 % intervals: so far the labels leave it open. A theme
        that no label has can&rsquo;t be found, nor missed.
      </Text>
    </>
  );
}

function ThemeRow({ run, theme, index }: { run: string; theme: ThemeEvaluation; index: number }) {
  const { id, name, support, missed, extra, failed, precision, recall, f1 } = theme;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw="normal" maw={240}>
        <ThemeMark name={name} index={Math.max(0, index)} />
      </Table.Th>
      <Table.Td className="is-number">
        {showCount(support)}
        {failed > 0 && (
          <Text size="xs" c="var(--failed)">
            {showCount(failed)} failed
          </Text>
        )}
      </Table.Td>
      <Table.Td className="is-number">
        <Count run={run} count={missed} filter={{ missed: [id] }} said={`${name}: missed`} />
      </Table.Td>
      <Table.Td className="is-number">
        <Count
          run={run}
          count={extra}
          filter={{ extra: [id] }}
          said={`${name}: against the labels`}
        />
      </Table.Td>
      {[['precision', precision] as const, ['recall', recall] as const, ['F1', f1] as const].map(
        ([figure, share]) => (
          <Table.Td key={figure}>
            <Interval share={share} />
          </Table.Td>
        ),
      )}
    </Table.Tr>
  );
}

/** So many tickets, and the way to them. */
function Count({
  run,
  count,
  filter,
  said,
}: {
  run: string;
  count: number;
  filter: object;
  said: string;
}) {
  if (count === 0) return '0';
  return (
    <Anchor
      component={Link}
      href={`/runs/${run}/results${queryOf(filter)}`}
      inherit
      aria-label={`${showCount(count)}, ${said}`}
    >
      {showCount(count)}
    </Anchor>
  );
}
