import { Anchor, Table } from '@mantine/core';
import { Link } from 'wouter';
import type { Comparison } from '../../api/trust/comparison.ts';
import { showCount, showDollars, showDuration, showTime } from '../kit/words/numbers.ts';

type Side = Comparison['first'];

const rows: { name: string; of: (side: Side) => string }[] = [
  { name: 'File', of: ({ file }) => file },
  { name: 'Model', of: ({ model }) => model },
  { name: 'Started', of: ({ startedAt }) => showTime(startedAt) },
  {
    name: 'Took',
    of: ({ seconds }) => (seconds === null ? 'not finished' : showDuration(seconds)),
  },
  { name: 'Tickets', of: ({ tickets }) => showCount(tickets) },
  { name: 'For review', of: ({ review }) => showCount(review) },
  { name: 'Failed', of: ({ failed }) => showCount(failed) },
  { name: 'Model calls', of: ({ calls }) => showCount(calls) },
  {
    name: 'Tokens in, out',
    of: ({ tokensIn, tokensOut }) => `${showCount(tokensIn)}, ${showCount(tokensOut)}`,
  },
  { name: 'Cost', of: ({ cost }) => showDollars(cost) },
];

/** Two runs side by side, with what they are told otherwise. */
export function ComparedRuns({ first, second, report }: Comparison) {
  const differences = report?.differences;
  const nameOf = (theme: string) =>
    [...first.themes, ...second.themes].find(({ id }) => id === theme)?.name ?? theme;
  const listOf = (themes: readonly string[]) => themes.map(nameOf).join(', ');
  const told = [
    ...(differences?.settings ?? [])
      .filter(({ setting }) => setting !== 'model')
      .map((one) => ({
        name: settingWords[one.setting] ?? one.setting,
        values: [one.first, one.second].map(one.setting === 'roles' ? rolesOf : textOf),
      })),
    ...(differences?.edited.length
      ? [{ name: 'Themes edited', values: ['', listOf(differences.edited)] }]
      : []),
    ...(differences && differences.onlyFirst.length + differences.onlySecond.length > 0
      ? [
          {
            name: 'Themes of its own',
            values: [listOf(differences.onlyFirst), listOf(differences.onlySecond)],
          },
        ]
      : []),
  ];
  return (
    <Table.ScrollContainer
      minWidth={300}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': 'Both runs' } }}
    >
      <Table verticalSpacing={6} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="28%">Run</Table.Th>
            {[first, second].map(({ run }) => (
              <Table.Th key={run} style={{ overflowWrap: 'anywhere' }}>
                <Anchor component={Link} href={`/runs/${run}`} inherit>
                  {run}
                </Anchor>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody style={{ overflowWrap: 'anywhere' }}>
          {rows.map(({ name, of }) => (
            <Row key={name} name={name} values={[of(first), of(second)]} />
          ))}
          {told.map(({ name, values }) => (
            <Row key={name} name={name} values={values} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** What differs stands out. */
function Row({ name, values }: { name: string; values: readonly string[] }) {
  const isOther = name !== 'Started' && values[0] !== values[1];
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400} c="dimmed">
        {name}
      </Table.Th>
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the two sides
        <Table.Td key={index} fw={isOther ? 600 : 400}>
          {value}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

const settingWords: Record<string, string> = {
  server: 'Server',
  roles: 'Columns',
  route: 'Judges chosen by',
  aggregate: 'Aggregator asked',
  docket: 'Tickets in a call',
  votes: 'Votes',
  panel: 'Panel',
  rules: 'Rules',
};

interface Roles {
  id?: string;
  text: string;
  context: string[];
}

function rolesOf(value: unknown): string {
  const { id, text, context } = value as Roles;
  return [
    `text ${text}`,
    ...(id === undefined ? [] : [`id ${id}`]),
    `context ${context.join(', ') || 'none'}`,
  ].join('; ');
}

function textOf(value: unknown): string {
  if (value === null || value === '') return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
