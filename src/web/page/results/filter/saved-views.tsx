import { ActionIcon, Anchor, Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { Bookmark, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ResultsQuery } from '../results-query.ts';

interface SavedView {
  name: string;
  query: string;
}

/** Filters, columns and orders under a name; kept in this browser for every run of a file of that name. */
export function SavedViews({ file, results }: { file: string; results: ResultsQuery }) {
  const [views, setViews] = useLocalStorage<SavedView[]>({
    key: `tribunal-views ${file}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const [isOpen, { toggle, close }] = useDisclosure();
  const [name, setName] = useState('');
  const without = (gone: string) => views.filter((view) => view.name !== gone);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const called = name.trim();
    if (called === '') return;
    setViews([...without(called), { name: called, query: results.viewQuery }]);
    setName('');
  };
  return (
    <Popover opened={isOpen} onChange={close} position="bottom-end" withArrow trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<Bookmark size={15} aria-hidden />}
          onClick={toggle}
        >
          Views
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Saved views">
        <Stack gap="xs" w={280}>
          {views.length === 0 && (
            <Text size="sm" c="dimmed">
              A view keeps the filter, the order and the columns as they are now, for all runs of
              this file. It is kept in this browser: to share one, send the page&rsquo;s address.
            </Text>
          )}
          {views.map((view) => (
            <Group key={view.name} justify="space-between" wrap="nowrap" gap="xs">
              <Anchor
                component="button"
                type="button"
                size="sm"
                ta="left"
                style={{ overflowWrap: 'anywhere' }}
                aria-current={view.query === results.viewQuery || undefined}
                onClick={() => {
                  results.showView(view.query);
                  close();
                }}
              >
                {view.name}
              </Anchor>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Delete the view ${view.name}`}
                onClick={() => setViews(without(view.name))}
              >
                <Trash2 size={15} aria-hidden />
              </ActionIcon>
            </Group>
          ))}
          <form onSubmit={save}>
            <Group gap="xs" align="flex-end" wrap="nowrap">
              <TextInput
                label="Save this view as"
                size="xs"
                value={name}
                maxLength={80}
                onChange={({ currentTarget }) => setName(currentTarget.value)}
                flex={1}
              />
              <Button type="submit" size="xs" disabled={name.trim() === ''}>
                Save
              </Button>
            </Group>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
