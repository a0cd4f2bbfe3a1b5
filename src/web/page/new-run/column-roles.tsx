import { MultiSelect, Select, SimpleGrid, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { FilePreview } from '../../api/runs.ts';
import { get } from '../client.ts';
import { Problem, Waiting } from '../kit/states.tsx';
import { JudgedText, Notes, PreviewTable } from './first-rows.tsx';
import { type Reading, ReadingForm } from './reading-form.tsx';
import type { ColumnRoles, ColumnsDraft } from './run-draft.ts';

/** Pixels that a file's first rows take, and are kept for them: the form below stays where it is. */
const previewHeight = 430;

/** Milliseconds without a keystroke before the file is read again. */
const restMs = 400;

/** Shows how a file begins, and has its columns chosen; what was guessed is chosen at first. */
export function ColumnRolesForm({
  file,
  draft: { roles, reading },
  onChange,
}: {
  file: string;
  draft: ColumnsDraft;
  onChange: (change: (before: ColumnsDraft) => ColumnsDraft) => void;
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
    if (roles !== null) return;
    // What was typed since these rows were drawn is about other columns.
    const isSame = (said: Reading) => JSON.stringify(said) === settled;
    onChange((before) => ({
      reading: before.reading,
      roles: before.roles ?? (isSame(before.reading) ? data.roles : null),
    }));
  }, [data, isStale, roles, settled, onChange]);
  const setReading = (said: Reading) => {
    // Elsewhere in the file there are other columns.
    const isElsewhere = said.cleanText === reading.cleanText;
    onChange((before) => ({ roles: isElsewhere ? null : before.roles, reading: said }));
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
          onChange={(said) => onChange((before) => ({ ...before, roles: said }))}
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
