import { MultiSelect, ScrollArea, Select, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { FilePreview } from '../../api/runs.ts';
import { get } from '../client.ts';
import { Problem, Waiting } from '../kit/states.tsx';

/** Pixels that a file's first rows take, and are kept for them: the form below stays where it is. */
const previewHeight = 430;

/** Which columns hold what. */
export interface ColumnRoles {
  id: string | null;
  text: string;
  context: string[];
}

/** Shows how a file begins, and has its columns chosen; what was guessed is chosen at first. */
export function ColumnRolesForm({
  file,
  roles,
  onChange,
}: {
  file: string;
  roles: ColumnRoles | null;
  onChange: (roles: ColumnRoles) => void;
}) {
  const { data, error } = useQuery({
    queryKey: ['preview', file],
    queryFn: ({ signal }) => get<FilePreview>(`/files/${file}/preview`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEffect(() => {
    if (data !== undefined && roles === null) onChange(data.roles);
  }, [data, roles, onChange]);
  if (error !== null) return <Problem error={error} />;
  if (data === undefined || roles === null)
    return <Waiting what="Reading the file" height={previewHeight} />;
  const { columns } = data;
  const others = columns.filter((column) => column !== roles.text && column !== roles.id);
  return (
    <Stack gap="md" mih={previewHeight}>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Select
          label="Text that is judged"
          // Several columns together, or a path into one, have a name of their own.
          data={[...new Set([roles.text, ...columns])]}
          value={roles.text}
          allowDeselect={false}
          searchable={columns.length > 8}
          onChange={(text) => text !== null && onChange(withText(roles, text))}
        />
        <Select
          label="Ticket id"
          placeholder="Rows are numbered"
          data={[...new Set([...(roles.id === null ? [] : [roles.id]), ...columns])].filter(
            (column) => column !== roles.text,
          )}
          value={roles.id}
          allowDeselect={false}
          searchable={columns.length > 8}
          onChange={(id) => onChange({ ...roles, id })}
        />
        <MultiSelect
          label="Context that judges may read"
          placeholder={roles.context.length === 0 ? 'None' : ''}
          data={others}
          value={roles.context}
          onChange={(context) => onChange({ ...roles, context })}
          clearable
        />
      </SimpleGrid>
      {data.notes.length > 0 && (
        <Text size="sm" c="dimmed">
          Guessed: {data.notes.join('; ')}
        </Text>
      )}
      <PreviewTable {...data} roles={roles} />
    </Stack>
  );
}

function withText({ id, context }: ColumnRoles, text: string): ColumnRoles {
  return {
    text,
    id: id === text ? null : id,
    context: context.filter((column) => column !== text),
  };
}

function PreviewTable({ columns, rows, roles }: FilePreview & { roles: ColumnRoles }) {
  const roleOf = (column: string) => {
    if (column === roles.text) return 'text';
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
                <Table.Td key={column} maw={420} miw={80} style={{ verticalAlign: 'top' }}>
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
