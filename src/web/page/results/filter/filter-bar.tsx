import { Group, Kbd, MultiSelect, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { TicketFilter } from '../../../api/filter.ts';
import type { RunTheme } from '../../../api/runs.ts';
import { useKeys } from '../../kit/use-keys.ts';
import type { ResultsQuery } from '../results-query.ts';
import { ColumnFilter } from './column-filter.tsx';

const someOrNone = (values: string[]) => (values.length === 0 ? undefined : values);

export function FilterBar({
  run,
  results,
  themes,
  file,
}: {
  run: string;
  results: ResultsQuery;
  themes: readonly RunTheme[];
  /** The columns of the file. */
  file: readonly string[];
}) {
  const { filter, change, order } = results;
  return (
    <Group gap="xs" align="flex-end" role="search" aria-label="Filter the tickets">
      <TextFilter
        text={filter.text ?? ''}
        onChange={(text) => change({ text }, { replace: true })}
      />
      <ThemeFilter results={results} themes={themes} />
      <MultiSelect
        aria-label="Status"
        placeholder={filter.status === undefined ? 'Any status' : ''}
        data={['decided', 'review', 'failed']}
        value={filter.status ?? []}
        onChange={(values) => change({ status: someOrNone(values) })}
        flex="1 1 130px"
        maw={280}
      />
      <Select
        aria-label="Labels"
        placeholder="Any label"
        data={[
          { value: 'wrong', label: 'Against the labels' },
          { value: 'right', label: 'As labelled' },
          { value: 'labelled', label: 'Labelled' },
          { value: 'unlabelled', label: 'Not labelled' },
        ]}
        value={filter.gold ?? null}
        onChange={(value) => change({ gold: (value ?? undefined) as TicketFilter['gold'] })}
        clearable
        clearButtonProps={{ 'aria-label': 'Any label' }}
        flex="1 1 130px"
        maw={200}
      />
      <ColumnFilter run={run} results={results} file={file} />
      <Select
        aria-label="Sort by"
        hiddenFrom="sm"
        data={['row', 'id', 'status', 'confidence', 'sentiment', 'themes'].map((value) => ({
          value,
          label: value === 'row' ? 'In the file’s order' : `By ${value}`,
        }))}
        value={order.sort}
        onChange={(sort) => change({ sort: (sort ?? 'row') as typeof order.sort, order: 'up' })}
        flex="1 1 130px"
      />
    </Group>
  );
}

const ways = [
  { value: 'theme', label: 'all of' },
  { value: 'anyTheme', label: 'any of' },
  { value: 'notTheme', label: 'none of' },
] as const;

/** Themes that all apply, of which any does, or none: each way has its own list, and all of them hold. */
function ThemeFilter({
  results: { filter, change },
  themes,
}: {
  results: ResultsQuery;
  themes: readonly RunTheme[];
}) {
  const [way, setWay] = useState<(typeof ways)[number]['value']>(
    () => ways.find(({ value }) => filter[value] !== undefined)?.value ?? 'theme',
  );
  const chosen = filter[way] ?? [];
  return (
    <Group gap={0} wrap="nowrap" flex="2 1 340px" maw={520} align="flex-end">
      <Select
        aria-label="How the themes are meant"
        data={ways.map((one) => ({ ...one }))}
        value={way}
        allowDeselect={false}
        onChange={(value) => setWay((value ?? 'theme') as typeof way)}
        w={118}
        flex="none"
      />
      <MultiSelect
        aria-label="Themes"
        placeholder={chosen.length === 0 ? 'Any theme' : ''}
        data={themes.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={(values) => change({ [way]: someOrNone(values), unthemed: undefined })}
        searchable
        nothingFoundMessage="No such theme"
        hidePickedOptions
        flex="1 1 auto"
        miw={0}
      />
    </Group>
  );
}

/** Asks once nobody has typed for a moment. The slash key leads here. */
function TextFilter({
  text,
  onChange,
}: {
  text: string;
  onChange(text: string | undefined): void;
}) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  const told = useRef(text);
  // Only what others ask for is put into the field: what was typed there has gone on meanwhile.
  useEffect(() => {
    if (text !== told.current) setTyped(text);
    told.current = text;
  }, [text]);
  const tell = useDebouncedCallback((value: string) => {
    told.current = value.trim();
    onChange(told.current === '' ? undefined : told.current);
  }, 250);
  useKeys({ '/': () => field.current?.focus() });
  return (
    <TextInput
      ref={field}
      type="search"
      aria-label="Words in the id or the text"
      placeholder="Search id and text"
      leftSection={<Search size={15} aria-hidden />}
      rightSection={typed === '' ? <Kbd size="xs">/</Kbd> : null}
      value={typed}
      maxLength={500}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        tell(value);
      }}
      flex="1 1 200px"
      maw={420}
    />
  );
}
