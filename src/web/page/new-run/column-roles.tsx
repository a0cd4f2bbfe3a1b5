import {
  Box,
  List,
  MultiSelect,
  ScrollArea,
  Select,
  SimpleGrid,
  Stack,
  Table,
  Text,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { FilePreview } from '../../api/runs.ts';
import { get } from '../client.ts';
import { Problem, Waiting } from '../kit/states.tsx';
import { type Reading, ReadingForm } from './reading-form.tsx';

/** Pixels that a file's first rows take, and are kept for them: the form below stays where it is. */
const previewHeight = 430;

/** Milliseconds without a keystroke before the file is read again. */
const restMs = 400;

/** Which columns hold what. */
export interface ColumnRoles {
  id: string | null;
  /** One column, or several that are joined. */
  texts: string[];
  context: string[];
}

export interface ColumnsDraft {
  /** Null until the file was read. */
  roles: ColumnRoles | null;
  reading: Reading;
}

/** Shows how a file begins, and has its columns chosen; what was guessed is chosen at first. */
export function ColumnRolesForm({
  file,
  draft: { roles, reading },
  onChange,
}: {
  file: string;
  draft: ColumnsDraft;
  onChange: (draft: ColumnsDraft) => void;
}) {
  const [settled] = useDebouncedValue(JSON.stringify(reading), restMs);
  const guessed = usePreview(file, settled);
  const { data, isPlaceholderData } = guessed;
  const isGuess = data === undefined || roles === null || textOf(roles) === textOf(data.roles);
  const [text] = useDebouncedValue(isGuess ? undefined : textOf(roles), restMs);
  const chosen = usePreview(file, settled, text ?? null);
  const isStale = isPlaceholderData || settled !== JSON.stringify(reading);
  const [format, setFormat] = useState('');
  useEffect(() => {
    if (data === undefined || isStale) return;
    setFormat(data.format);
    if (roles === null) onChange({ roles: data.roles, reading });
  }, [data, isStale, roles, reading, onChange]);
  const setReading = (said: Reading) => {
    // Elsewhere in the file there are other columns.
    const isElsewhere = said.cleanText === reading.cleanText;
    onChange({ roles: isElsewhere ? null : roles, reading: said });
  };
  const form = format !== '' && (
    <ReadingForm format={format} reading={reading} onChange={setReading} />
  );
  const error = guessed.error ?? chosen.error;
  if (data === undefined && error === null)
    return <Waiting what="Reading the file" height={previewHeight} />;
  return (
    <Stack gap="md" mih={previewHeight}>
      {data !== undefined && (
        <RolesForm
          {...data}
          roles={roles ?? data.roles}
          onChange={(said) => onChange({ roles: said, reading })}
        />
      )}
      {guessed.error === null && data !== undefined && <Notes notes={data.notes} />}
      {form}
      {error !== null && <Problem error={error} />}
      {error === null && data !== undefined && (
        <>
          <JudgedText texts={((text && chosen.data) || data).texts} />
          <PreviewTable {...data} roles={roles ?? data.roles} />
        </>
      )}
    </Stack>
  );
}

/** @param text the columns that are judged: guessed where not given; null where there is nothing to ask */
function usePreview(file: string, reading: string, text?: string | null) {
  return useQuery({
    queryKey: ['preview', file, reading, text],
    queryFn: ({ signal }) => {
      const said = queryOf({ ...JSON.parse(reading), ...(text && { text }) });
      return get<FilePreview>(`/files/${file}/preview?${said}`, signal);
    },
    enabled: text !== null,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

function textOf(roles: ColumnRoles): string {
  return roles.texts.join(',');
}

function queryOf(said: Record<string, unknown>): URLSearchParams {
  return new URLSearchParams(Object.entries(said).map(([name, value]) => [name, String(value)]));
}

function RolesForm({
  columns,
  paths,
  roles,
  onChange,
}: Pick<FilePreview, 'columns' | 'paths'> & {
  roles: ColumnRoles;
  onChange: (roles: ColumnRoles) => void;
}) {
  const { id, texts, context } = roles;
  const all = [...columns, ...paths];
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <MultiSelect
        label="Text that is judged"
        // Several columns together, or a path into one, have a name of their own.
        data={[...new Set([...texts, ...all])]}
        value={texts}
        searchable
        onChange={(chosen) =>
          chosen.length > 0 &&
          onChange({
            texts: chosen,
            id: id !== null && chosen.includes(id) ? null : id,
            context: context.filter((column) => !chosen.includes(column)),
          })
        }
      />
      <Select
        label="Ticket id"
        placeholder="Rows are numbered"
        data={[...new Set([...(id === null ? [] : [id]), ...all])].filter(
          (column) => !texts.includes(column),
        )}
        value={id}
        allowDeselect={false}
        searchable={all.length > 8}
        onChange={(chosen) => onChange({ ...roles, id: chosen })}
      />
      <MultiSelect
        label="Context that judges may read"
        placeholder={context.length === 0 ? 'None' : ''}
        data={[...new Set([...context, ...all])].filter(
          (column) => !texts.includes(column) && column !== id,
        )}
        value={context}
        onChange={(chosen) => onChange({ ...roles, context: chosen })}
        clearable
        clearButtonProps={{ 'aria-label': 'No context' }}
      />
    </SimpleGrid>
  );
}

/** A line for each guess; the fields below take the place of the options that it names. */
function Notes({ notes }: Pick<FilePreview, 'notes'>) {
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

function JudgedText({ texts }: Pick<FilePreview, 'texts'>) {
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

function PreviewTable({ columns, rows, roles }: FilePreview & { roles: ColumnRoles }) {
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
