import { Table } from '@mantine/core';
import type { AgentScore } from '../../api/findings.ts';
import { Interval } from '../kit/interval.tsx';
import { AgentName } from '../kit/words/agent-name.tsx';
import { showCount, showDollars } from '../kit/words/numbers.ts';

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
