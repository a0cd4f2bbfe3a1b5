import { Anchor, ScrollArea, Stack, Table, Text } from '@mantine/core';
import { Link } from 'wouter';
import { isAnyAlive, type WorkerStanding } from '../../api/workers.ts';
import { StatusMark } from '../kit/marks.tsx';
import { Section } from '../kit/section.tsx';
import { CommandHint } from '../kit/words/command-hint.tsx';
import { showCount, showRate } from '../kit/words/numbers.ts';
import { useWorkers } from '../run/live/use-workers.ts';

/** Who hears what is submitted to a shared ledger, and how fast; nothing where the ledger is a file. */
export function WorkerPanel() {
  const list = useWorkers();
  if (list === undefined || list.command === null) return null;
  const { workers, command } = list;
  return (
    <Stack mb="md">
      <Section title="Workers">
        {isAnyAlive(list) ? (
          <Text size="sm">{summarise(workers)}</Text>
        ) : (
          <CommandHint
            said="No worker is alive: what is submitted waits. Start one, here or on any machine:"
            command={command}
          />
        )}
        {workers.length > 0 && <WorkerTable workers={workers} />}
      </Section>
    </Stack>
  );
}

function summarise(workers: readonly WorkerStanding[]): string {
  const living = workers.filter(({ state }) => state !== 'silent');
  const busy = living.filter(({ state }) => state === 'busy').length;
  const rates = living.flatMap(({ callsPerSecond }) => callsPerSecond ?? []);
  const rate = rates.reduce((sum, one) => sum + one, 0);
  return [
    `${showCount(living.length)} alive`,
    `${showCount(busy)} busy`,
    ...(rates.length === 0 ? [] : [`${showRate(rate)} calls a second`]),
  ].join(' · ');
}

function WorkerTable({ workers }: { workers: readonly WorkerStanding[] }) {
  return (
    <ScrollArea.Autosize
      mah={260}
      type="auto"
      offsetScrollbars="present"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'The workers, one by one' }}
    >
      <Table stickyHeader fz="sm" miw={560}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Worker</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Run</Table.Th>
            <Table.Th ta="right">Open tickets</Table.Th>
            <Table.Th ta="right">Calls a second</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {workers.map((worker) => (
            <Line key={worker.id} {...worker} />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

function Line({ host, pid, state, run, open, callsPerSecond }: WorkerStanding) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw="normal" style={{ overflowWrap: 'anywhere' }}>
        {host}{' '}
        <Text span size="xs" c="dimmed">
          {pid}
        </Text>
      </Table.Th>
      <Table.Td>
        <StatusMark status={state} />
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {run !== null && (
          <Anchor component={Link} href={`/runs/${run}`} inherit>
            {run}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td className="is-number">{showCount(open)}</Table.Td>
      <Table.Td className="is-number">{showRate(callsPerSecond)}</Table.Td>
    </Table.Tr>
  );
}
