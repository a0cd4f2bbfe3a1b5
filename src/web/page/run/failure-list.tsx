import { Table } from '@mantine/core';
import type { FailureGroup, RunBooks } from '../../api/runs.ts';
import { Section } from '../kit/section.tsx';
import { showCount } from '../kit/words/numbers.ts';

/** What failed, by cause: dockets by agent while the run goes on, calls once it is over. */
export function FailureList({
  failures,
  books,
}: {
  failures: FailureGroup[] | undefined;
  books: RunBooks;
}) {
  const rows =
    failures?.map(({ agent, cause, count }) => ({ who: agent, cause, count })) ??
    Object.entries(books.failed).map(([cause, count]) => ({ who: 'calls', cause, count }));
  if (rows.length === 0) return null;
  return (
    <Section title="What failed">
      <Table fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{failures === undefined ? 'Of' : 'Agent'}</Table.Th>
            <Table.Th>Cause</Table.Th>
            <Table.Th ta="right">How often</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows
            .toSorted((a, b) => b.count - a.count)
            .map(({ who, cause, count }) => (
              <Table.Tr key={`${who} ${cause}`}>
                <Table.Td>{who}</Table.Td>
                <Table.Td>{cause.replaceAll('_', ' ')}</Table.Td>
                <Table.Td ta="right">{showCount(count)}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
