import {
  Button,
  Group,
  MultiSelect,
  Popover,
  SegmentedControl,
  Select,
  Stack,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { writeCondition } from '../../../api/filter.ts';
import type { ValueList } from '../../../api/results.ts';
import { get, queryOf } from '../../client.ts';
import { Problem } from '../../kit/states.tsx';
import { showCount } from '../../kit/words/numbers.ts';
import type { ResultsQuery } from '../results-query.ts';

/** Adds a condition on a column of the file: its cell is one of some values, or none of them. */
export function ColumnFilter({
  run,
  results,
  file,
}: {
  run: string;
  results: ResultsQuery;
  file: readonly string[];
}) {
  const [isOpen, { toggle, close }] = useDisclosure();
  return (
    <Popover opened={isOpen} onChange={close} position="bottom-start" withArrow trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<ListFilter size={15} aria-hidden />}
          onClick={toggle}
        >
          Column
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Filter by a column">
        <Condition
          run={run}
          file={file}
          onAdd={(condition) => {
            results.change({ where: [...(results.filter.where ?? []), condition] });
            close();
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Condition({
  run,
  file,
  onAdd,
}: {
  run: string;
  file: readonly string[];
  onAdd(condition: string): void;
}) {
  const [column, setColumn] = useState<string | null>(null);
  const [way, setWay] = useState('is');
  const [values, setValues] = useState<string[]>([]);
  const { data, error, isFetching } = useQuery({
    queryKey: ['values', run, column],
    queryFn: ({ signal }) =>
      get<ValueList>(`/runs/${encodeURIComponent(run)}/values${queryOf({ column })}`, signal),
    enabled: column !== null,
  });
  // A select has no option without a value.
  const options = (data?.values ?? []).map(({ value, tickets }) => ({
    value: `=${value}`,
    label: `${value === '' ? '(empty)' : value} (${showCount(tickets)})`,
  }));
  return (
    <Stack gap="xs" w={300}>
      <Select
        label="Column of the file"
        data={[...new Set(file)]}
        value={column}
        searchable
        onChange={(to) => {
          setColumn(to);
          setValues([]);
        }}
        comboboxProps={{ withinPortal: false }}
      />
      <SegmentedControl
        aria-label="Which tickets"
        size="xs"
        data={[
          { value: 'is', label: 'is one of' },
          { value: 'not', label: 'is none of' },
        ]}
        value={way}
        onChange={setWay}
      />
      <MultiSelect
        label="Values"
        placeholder={isFetching ? 'Reading the column' : ''}
        description={
          data !== undefined && data.others > 0
            ? `The ${showCount(data.values.length)} most frequent; ${showCount(data.others)} others are found by words`
            : undefined
        }
        data={options}
        value={values}
        onChange={setValues}
        disabled={data === undefined}
        searchable
        hidePickedOptions
        comboboxProps={{ withinPortal: false }}
      />
      {error !== null && <Problem error={error} />}
      <Group>
        <Button
          size="xs"
          disabled={column === null || values.length === 0}
          onClick={() =>
            onAdd(
              writeCondition({
                column: column ?? '',
                isNot: way === 'not',
                values: values.map((value) => value.slice(1)),
              }),
            )
          }
        >
          Add to the filter
        </Button>
      </Group>
    </Stack>
  );
}
