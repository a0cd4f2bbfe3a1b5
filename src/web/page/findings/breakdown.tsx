import { Group, List, ScrollArea, Select, Table, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunTheme } from '../../api/runs.ts';
import type { Breakdown } from '../../api/summary.ts';
import { sharesPicture } from '../charts/chart-pictures.ts';
import { SaveChart } from '../charts/save-chart.tsx';
import { get, queryOf } from '../client.ts';
import { Section } from '../kit/section.tsx';
import { Problem, Waiting } from '../kit/states.tsx';
import { showCount } from '../kit/words/numbers.ts';

/** Themes of which a heat map shows the shares; the most frequent ones. */
const mostShown = 20;

/** The shares of themes by month, or by a column of the file. */
export function BreakdownSection({
  run,
  file,
  columns,
  themes,
}: {
  run: string;
  file: string;
  columns: readonly string[];
  themes: readonly RunTheme[];
}) {
  const [by, setBy] = useState(columns[0] ?? '');
  const { data, error, refetch } = useQuery({
    queryKey: ['breakdown', run, by],
    queryFn: ({ signal }) => get<Breakdown>(`/runs/${run}/breakdown${queryOf({ by })}`, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Section title="Where it differs">
      <Group justify="space-between" align="flex-end" className="print-hidden">
        <Select
          label="Compare by"
          data={columns.map((value) => ({ value, label: value }))}
          value={by}
          allowDeselect={false}
          onChange={(value) => value !== null && setBy(value)}
          maw={260}
        />
        {data !== undefined && (
          <SaveChart
            title={`Shares by ${data.by}`}
            draw={() => sharesPicture(data, topThemes(data, themes), file)}
          />
        )}
      </Group>
      {error !== null && <Problem error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Waiting what="Comparing the groups" height={260} />}
      {error === null && data !== undefined && <Differences data={data} themes={themes} />}
    </Section>
  );
}

function Differences({ data, themes }: { data: Breakdown; themes: readonly RunTheme[] }) {
  const { groups, changes, notes } = data;
  return (
    <>
      {changes.length === 0 ? (
        <Text size="sm">No theme differs by more than chance.</Text>
      ) : (
        <List size="sm" listStyleType="none" spacing={2} style={{ overflowWrap: 'anywhere' }}>
          {changes.map((change) => (
            <List.Item key={change}>{change}</List.Item>
          ))}
        </List>
      )}
      <HeatMap groups={groups} shown={topThemes(data, themes)} />
      {notes.map((note) => (
        <Text key={note} size="xs" c="dimmed">
          {note}
        </Text>
      ))}
    </>
  );
}

/** The most frequent themes, with their places in the run. */
function topThemes({ groups }: Breakdown, themes: readonly RunTheme[]) {
  const weightOf = (place: number) =>
    groups.reduce((sum, { tickets, shares }) => sum + tickets * (shares[place] ?? 0), 0);
  return themes
    .map(({ id, name }, place) => ({ id, name, place }))
    .sort((one, other) => weightOf(other.place) - weightOf(one.place))
    .slice(0, mostShown);
}

function HeatMap({
  groups,
  shown,
}: {
  groups: Breakdown['groups'];
  shown: ReturnType<typeof topThemes>;
}) {
  const most = Math.max(0.01, ...groups.flatMap(({ shares }) => shares.map((share) => share ?? 0)));
  return (
    <ScrollArea
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Shares of themes by group' }}
    >
      <Table fz="sm" withRowBorders={false} horizontalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th miw={110}>Theme</Table.Th>
            {groups.map(({ name, tickets }) => (
              <Table.Th
                key={name}
                ta="right"
                fz="xs"
                miw={68}
                maw={140}
                style={{ overflowWrap: 'anywhere' }}
              >
                {name}
                <Text size="xs" c="dimmed" fw={400}>
                  {showCount(tickets)} tickets
                </Text>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map(({ id, name: theme, place }) => (
            <Table.Tr key={id}>
              <Table.Th scope="row" fw="normal" maw={220} style={{ overflowWrap: 'anywhere' }}>
                {theme}
              </Table.Th>
              {groups.map(({ name, shares }) => {
                const share = shares[place] ?? null;
                return (
                  <Table.Td
                    key={name}
                    className="is-number"
                    style={{
                      background: `color-mix(in srgb, var(--chart) ${Math.round((34 * (share ?? 0)) / most)}%, transparent)`,
                    }}
                  >
                    {share === null ? '–' : `${Math.round(100 * share)} %`}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
