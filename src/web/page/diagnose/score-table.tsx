import { Table, Text } from '@mantine/core';
import type { AgentScore, Share } from '../../api/findings.ts';
import { AgentName } from '../kit/agent-name.tsx';
import { showCount, showDollars, showShare } from '../kit/numbers.ts';

/** How each agent did, with the interval that chance leaves open. */
export function ScoreTable({
  scores,
  themes,
}: {
  scores: readonly AgentScore[];
  themes: readonly { id: string; name: string }[];
}) {
  return (
    <Table.ScrollContainer
      minWidth={720}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': 'Scores of the agents' } }}
    >
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Agent</Table.Th>
            <Table.Th ta="right">Answers</Table.Th>
            <Table.Th ta="right">Failed</Table.Th>
            <Table.Th>Precision</Table.Th>
            <Table.Th>Recall</Table.Th>
            <Table.Th ta="right">A call takes</Table.Th>
            <Table.Th ta="right">Cost</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {scores.map((score) => (
            <Table.Tr key={score.agent}>
              <Table.Td>
                <AgentName agent={score.agent} themes={themes} />
              </Table.Td>
              <Table.Td ta="right">{showCount(score.answers)}</Table.Td>
              <Table.Td ta="right">{showCount(score.failures)}</Table.Td>
              <Table.Td>
                <Interval share={score.precision} />
              </Table.Td>
              <Table.Td>
                <Interval share={score.recall} />
              </Table.Td>
              <Table.Td ta="right">
                {score.milliseconds === null
                  ? '–'
                  : `${showCount(Math.round(score.milliseconds))} ms`}
              </Table.Td>
              <Table.Td ta="right">{score.cost === null ? '–' : showDollars(score.cost)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** A share as a dot on a line from 0 to 1, with its interval as a bar, and in figures. */
function Interval({ share }: { share: Share | null }) {
  if (share === null) return <Text size="sm">–</Text>;
  const { low, high, share: value } = share;
  return (
    <>
      <svg width="100%" height="8" aria-hidden style={{ maxWidth: 150, display: 'block' }}>
        <rect
          width="100%"
          y="3"
          height="2"
          style={{ fill: 'var(--mantine-color-default-border)' }}
        />
        <rect
          x={`${100 * low}%`}
          width={`${100 * (high - low)}%`}
          y="2"
          height="4"
          rx="2"
          style={{ fill: 'var(--soft)' }}
        />
        <circle
          cx={`${100 * value}%`}
          cy="4"
          r="3.5"
          style={{ fill: 'var(--mantine-color-text)' }}
        />
      </svg>
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {showShare(value)}{' '}
        <Text span c="dimmed" size="xs">
          {(100 * low).toFixed(0)}–{(100 * high).toFixed(0)} %
        </Text>
      </Text>
    </>
  );
}
