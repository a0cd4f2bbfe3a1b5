import { Box, List, ScrollArea, Stack, Table, Text } from '@mantine/core';
import type { FilePreview } from '../../api/runs.ts';
import type { ColumnRoles } from './run-draft.ts';

/** A line for each guess; the fields below take the place of the options that it names. */
export function Notes({ notes }: Pick<FilePreview, 'notes'>) {
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500}>
        How the file is read
      </Text>
      <List size="sm" c="dimmed">
        {notes.map((note) => (
          <List.Item key={note}>{note.replace(/ \(--[^)]*\)|; --[^;]*/g, '')}</List.Item>
        ))}
      </List>
    </Stack>
  );
}

export function JudgedText({ texts }: Pick<FilePreview, 'texts'>) {
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {texts.length === 0
          ? 'No ticket among the first rows has a text'
          : 'The first tickets, as judges read them'}
      </Text>
      {texts.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the first tickets in their order
        <Box key={at} pl="sm" style={{ borderLeft: 'var(--border)' }}>
          <Text size="sm" lineClamp={3} className="ticket-text">
            {text}
          </Text>
        </Box>
      ))}
    </Stack>
  );
}

export function PreviewTable({ columns, rows, roles }: FilePreview & { roles: ColumnRoles }) {
  const roleOf = (column: string) => {
    if (roles.texts.includes(column)) return 'text';
    if (column === roles.id) return 'id';
    return roles.context.includes(column) ? 'context' : '';
  };
  return (
    <ScrollArea.Autosize
      mah={320}
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'The first rows of the file' }}
      style={{ border: 'var(--border)', borderRadius: 'var(--mantine-radius-md)' }}
    >
      <Table striped stickyHeader fz="sm">
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column} style={{ whiteSpace: 'nowrap' }}>
                {column}
                {roleOf(column) !== '' && (
                  <Text span size="xs" c="dimmed" ml={6}>
                    {roleOf(column)}
                  </Text>
                )}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name
            <Table.Tr key={row}>
              {columns.map((column, index) => (
                <Table.Td key={column} maw={420} miw={110} style={{ verticalAlign: 'top' }}>
                  <Text size="sm" lineClamp={2} className="ticket-text">
                    {cells[index]}
                  </Text>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
