import { Button, Checkbox, Popover, Stack, Switch, Text } from '@mantine/core';
import { Columns3 } from 'lucide-react';
import { ownColumns } from './result-columns.tsx';
import type { ResultsQuery } from './results-query.ts';

/** Which columns the table shows, the file's own among them, and whether texts run over several lines. */
export function ColumnChoice({
  results: { columns, isWrapped, change },
  file,
}: {
  results: ResultsQuery;
  /** The columns of the file, in their order. */
  file: readonly string[];
}) {
  const usual = ownColumns.map(({ id }) => id);
  const all = [...ownColumns, ...file.map((name, place) => ({ id: `c${place}`, name }))];
  const shown = new Set(columns ?? usual);
  const choose = (ids: string[]) => {
    const chosen = all.map(({ id }) => id).filter((id) => ids.includes(id));
    const isUsual = chosen.join() === usual.join();
    change({ columns: isUsual ? null : chosen }, { replace: true });
  };
  return (
    <Popover position="bottom-end" withArrow trapFocus>
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<Columns3 size={15} aria-hidden />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap="sm" mah={420} style={{ overflowY: 'auto' }}>
          <Switch
            label="Texts over several lines"
            checked={isWrapped}
            onChange={({ currentTarget }) =>
              change({ isWrapped: currentTarget.checked }, { replace: true })
            }
          />
          <Checkbox.Group value={[...shown]} onChange={choose} aria-label="Columns that are shown">
            <Stack gap={6}>
              {all.map(({ id, name }, index) => (
                <div key={id}>
                  {index === ownColumns.length && (
                    <Text size="xs" c="dimmed" mt={4} mb={6}>
                      From the file
                    </Text>
                  )}
                  <Checkbox value={id} label={name} maw={300} />
                </div>
              ))}
            </Stack>
          </Checkbox.Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
