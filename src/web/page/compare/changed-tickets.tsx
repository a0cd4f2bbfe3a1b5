import { Anchor, Group, NativeSelect, Pagination, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Comparison, ComparisonReport } from '../../api/trust/comparison.ts';
import { StatusMark } from '../kit/marks.tsx';
import { showCount } from '../kit/words/numbers.ts';
import { ownCommand } from '../own-command.ts';

const pageSize = 50;

const reasonWords: Record<string, string> = {
  failed: 'a judge failed',
  route: 'the judges are chosen otherwise',
  rules: 'the rules',
  aggregate: 'the aggregator is asked at other times',
  aggregator: 'the aggregator answered otherwise',
  server: 'another server',
  docket: 'other tickets in the call',
  asked_again: 'the same question asked again',
  learned_triage: 'a triage that learns left it out, or to chance',
  ticket: 'the ticket reads otherwise',
  model: 'another model',
  theme: 'the theme was edited',
  other_themes: 'other themes were edited',
  prompt: 'the prompts of another version',
};
const wordsOf = (reason: string) => reasonWords[reason] ?? reason.replaceAll('_', ' ');

/** The tickets that two runs decided otherwise: before, after and why, with the way to both. */
export function ChangedTickets({
  sides: { first, second },
  report: { changed, changes, reasons },
}: {
  sides: Pick<Comparison, 'first' | 'second'>;
  report: ComparisonReport;
}) {
  const [theme, setTheme] = useState('');
  const [page, setPage] = useState(1);
  if (changed === 0) return null;
  const names = new Map(first.themes.map(({ id, name }) => [id, name]));
  const concerned = [...new Set(changes.flatMap((one) => one.changes.map((own) => own.theme)))];
  const lines = changes.flatMap(({ changes: own, ...ticket }) =>
    own.filter((one) => theme === '' || one.theme === theme).map((one) => ({ ...ticket, ...one })),
  );
  const pages = Math.ceil(lines.length / pageSize);
  const byReason = Object.entries(reasons).sort(([, one], [, other]) => other - one);
  return (
    <section>
      <Group justify="space-between" align="flex-end" mb="xs">
        <div>
          <Title order={2} size="h4">
            {changed === 1 ? '1 ticket changed' : `${showCount(changed)} tickets changed`}
          </Title>
          <Text size="sm" c="dimmed">
            Why: {byReason.map(([reason, count]) => `${wordsOf(reason)} (${count})`).join(', ')}
            {changes.length < changed &&
              `. The first ${showCount(changes.length)} are shown; all of them: ${ownCommand} runs compare ${first.run} ${second.run} --json`}
          </Text>
        </div>
        <NativeSelect
          aria-label="Theme"
          value={theme}
          onChange={({ currentTarget }) => {
            setTheme(currentTarget.value);
            setPage(1);
          }}
        >
          <option value="">All themes</option>
          {concerned.map((id) => (
            <option key={id} value={id}>
              {names.get(id) ?? id}
            </option>
          ))}
        </NativeSelect>
      </Group>
      <Table.ScrollContainer
        minWidth={620}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': 'Changed tickets' } }}
      >
        <Table verticalSpacing={6} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Ticket</Table.Th>
              <Table.Th>Theme</Table.Th>
              <Table.Th>First</Table.Th>
              <Table.Th>Second</Table.Th>
              <Table.Th>By the labels</Table.Th>
              <Table.Th>Why</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.slice((page - 1) * pageSize, page * pageSize).map((line) => (
              <Table.Tr key={`${line.row} ${line.theme}`}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{line.ticket}</Table.Td>
                <Table.Td>{names.get(line.theme) ?? line.theme}</Table.Td>
                <Table.Td>
                  <SaidLink run={first.run} row={line.row} said={line.first} of={line.ticket} />
                </Table.Td>
                <Table.Td>
                  <SaidLink
                    run={second.run}
                    row={line.otherRow}
                    said={line.second}
                    of={line.ticket}
                  />
                </Table.Td>
                <Table.Td>{line.change ?? '–'}</Table.Td>
                <Table.Td>{line.reasons.map(wordsOf).join(', ')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {pages > 1 && (
        <Pagination
          total={pages}
          value={page}
          onChange={setPage}
          mt="sm"
          getControlProps={(control) => ({ 'aria-label': `${control} page` })}
          getItemProps={(item) => ({ 'aria-label': `Page ${item}` })}
        />
      )}
    </section>
  );
}

function SaidLink({ run, row, said, of }: { run: string; row: number; said: string; of: string }) {
  return (
    <Anchor
      component={Link}
      href={`/runs/${run}/tickets/${row}`}
      aria-label={`${said}: ticket ${of} of run ${run}`}
    >
      <StatusMark status={said} />
    </Anchor>
  );
}
