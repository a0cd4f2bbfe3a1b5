import { Button, Group, Pill } from '@mantine/core';
import { readCondition, type TicketFilter } from '../../../api/filter.ts';
import type { RunTheme } from '../../../api/runs.ts';
import { type Changes, type ResultsQuery, toggled } from '../results-query.ts';

interface Chip {
  key: string;
  words: string;
  without: Changes;
}

/** What the filter asks for, each part with a button that takes it away. */
export function FilterChips({
  results: { filter, change, clear },
  themes,
}: {
  results: ResultsQuery;
  themes: readonly RunTheme[];
}) {
  const chips = chipsOf(filter, (id) => themes.find((theme) => theme.id === id)?.name ?? id);
  if (chips.length === 0) return null;
  return (
    <Group gap={6} role="group" aria-label="The filter">
      {chips.map(({ key, words, without }) => (
        <Pill
          key={key}
          withRemoveButton
          size="md"
          onRemove={() => change(without)}
          removeButtonProps={{
            'aria-label': `Remove: ${words}`,
            'aria-hidden': false,
            tabIndex: 0,
          }}
        >
          {words}
        </Pill>
      ))}
      <Button size="compact-xs" variant="subtle" onClick={clear}>
        Clear all
      </Button>
    </Group>
  );
}

const golds = {
  wrong: 'against the labels',
  right: 'as labelled',
  labelled: 'labelled',
  unlabelled: 'not labelled',
};

function chipsOf(filter: TicketFilter, nameOf: (id: string) => string): Chip[] {
  const { theme = [], anyTheme = [], notTheme = [], failed = [], status = [] } = filter;
  const { where = [], text, group, gold, unthemed, missed = [], extra = [] } = filter;
  const chips: Chip[] = [
    ...theme.map((id) => ({
      key: `theme ${id}`,
      words: nameOf(id),
      without: { theme: toggled(theme, id) },
    })),
    ...(anyTheme.length === 0
      ? []
      : [
          {
            key: 'anyTheme',
            words: anyTheme.map(nameOf).join(' or '),
            without: { anyTheme: undefined },
          },
        ]),
    ...notTheme.map((id) => ({
      key: `not ${id}`,
      words: `not ${nameOf(id)}`,
      without: { notTheme: toggled(notTheme, id) },
    })),
    ...where.map((text) => ({
      key: text,
      words: sayCondition(text),
      without: { where: toggled(where, text) },
    })),
    ...failed.map((id) => ({
      key: `failed ${id}`,
      words: `${nameOf(id)}: failed`,
      without: { failed: toggled(failed, id) },
    })),
    ...missed.map((id) => ({
      key: `missed ${id}`,
      words: `${nameOf(id)}: missed`,
      without: { missed: toggled(missed, id) },
    })),
    ...extra.map((id) => ({
      key: `extra ${id}`,
      words: `${nameOf(id)}: against the labels`,
      without: { extra: toggled(extra, id) },
    })),
    ...status.map((name) => ({
      key: `status ${name}`,
      words: name,
      without: { status: toggled(status, name) },
    })),
  ];
  const add = (words: string | undefined, ...names: (keyof TicketFilter)[]) => {
    if (words === undefined) return;
    const without = Object.fromEntries(names.map((name) => [name, undefined]));
    chips.push({ key: names.join(' '), words, without });
  };
  add(unthemed && 'no theme', 'unthemed');
  add(range('confidence', filter.least, filter.surest), 'least', 'surest');
  add(range('sentiment', filter.calmest, filter.angriest), 'calmest', 'angriest');
  add(filter.since && `from ${filter.since}`, 'since');
  add(filter.until && `until ${filter.until}`, 'until');
  add(text && `“${text}”`, 'text');
  add(group && `findings: ${group}`, 'group');
  add(gold && golds[gold], 'gold');
  return chips;
}

function sayCondition(text: string): string {
  const { column, isNot, values } = readCondition(text) ?? {
    column: text,
    isNot: false,
    values: [],
  };
  const names = values.map((value) => (value === '' ? '(empty)' : value));
  return isNot ? `${column}: not ${names.join(', ')}` : `${column}: ${names.join(' or ')}`;
}

function range(name: string, from: number | undefined, to: number | undefined): string | undefined {
  if (from === undefined && to === undefined) return undefined;
  return `${name} ${(from ?? 0).toFixed(2)} to ${(to ?? 1).toFixed(2)}`;
}
