import { Paper, Table, Text, Title } from '@mantine/core';
import type { ComparisonReport, Contrast } from '../../api/trust/comparison.ts';
import { showCount } from '../kit/words/numbers.ts';

type Gold = NonNullable<ComparisonReport['gold']>;

/** Which run is better by the labels, and how far that can be trusted. */
export function WeighedRuns({ gold }: { gold: Gold }) {
  const { labelled, macroF1, microF1, exactMatch, mcnemar, better } = gold;
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4" mb={4}>
        {better === null
          ? 'Neither is better beyond chance'
          : `The ${better} run is better, beyond chance`}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        By {showCount(labelled)} labelled tickets: the 95 % interval of the difference in macro-F1{' '}
        {macroF1.interval === null
          ? 'can’t be said of so few'
          : `${better === null ? 'holds' : 'does not hold'} 0`}
        . {showCount(mcnemar.better)} tickets became right and {showCount(mcnemar.worse)} wrong
        (McNemar’s p = {mcnemar.p.toPrecision(2)}).
      </Text>
      <Table.ScrollContainer
        minWidth={420}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': 'Scores of both runs' } }}
      >
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Score</Table.Th>
              <Table.Th ta="right">First</Table.Th>
              <Table.Th ta="right">Second</Table.Th>
              <Table.Th>Difference (95 %)</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <ScoreRow name="Macro-F1" score={macroF1} />
            <ScoreRow name="Micro-F1" score={microF1} />
            <ScoreRow name="Exact match" score={exactMatch} />
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

function ScoreRow({ name, score }: { name: string; score: Contrast }) {
  const { first, second, difference, interval } = score;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {name}
      </Table.Th>
      <Table.Td ta="right">{first?.toFixed(3) ?? '–'}</Table.Td>
      <Table.Td ta="right">{second?.toFixed(3) ?? '–'}</Table.Td>
      <Table.Td>
        {difference === null ? '–' : signed(difference)}
        {interval !== null && (
          <Text span size="sm" c="dimmed">
            {' '}
            ({signed(interval.low)} to {signed(interval.high)})
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function signed(value: number): string {
  if (value === 0) return '0';
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
