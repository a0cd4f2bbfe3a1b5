import { ScrollArea, SimpleGrid, Table, Text } from '@mantine/core';
import type { Calibrated, WeighedSize } from '../../api/trust/calibration.ts';
import { showCount, showShare } from '../kit/words/numbers.ts';

/** What each number of tickets, and of themes, does to the answers. */
export function SizeTables({ found }: { found: Calibrated }) {
  const { docket, stack, dockets, stacks, themes } = found;
  return (
    <>
      <SimpleGrid cols={{ base: 1, md: stacks.length === 0 ? 1 : 2 }}>
        <SizeTable title="Tickets a call" sizes={dockets} chosen={docket} />
        {stacks.length > 0 && <SizeTable title="Themes a call" sizes={stacks} chosen={stack} />}
      </SimpleGrid>
      {themes.length > 0 && (
        <ThemeTable themes={themes} areTogether={stack !== null && stack > 1} />
      )}
    </>
  );
}

function SizeTable({
  title,
  sizes,
  chosen,
}: {
  title: string;
  sizes: readonly WeighedSize[];
  chosen: number | null;
}) {
  return (
    <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': title }}>
      <Table fz="sm" miw={340}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{title}</Table.Th>
            <Table.Th ta="right">Questions</Table.Th>
            <Table.Th ta="right">Changed</Table.Th>
            <Table.Th ta="right">At most</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sizes.map(({ size, questions, excess, upper }) => (
            <Table.Tr key={size}>
              <Table.Th scope="row" fw={size === chosen ? 700 : 'normal'}>
                {showCount(size)}
                {size === chosen && (
                  <Text span size="xs">
                    {' '}
                    taken
                  </Text>
                )}
              </Table.Th>
              <Table.Td className="is-number">{showCount(questions)}</Table.Td>
              <Table.Td className="is-number">{showShare(Math.max(0, excess))}</Table.Td>
              <Table.Td className="is-number">{showShare(upper)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

/** Themes shown: those that change most. */
const mostThemes = 12;

function ThemeTable({
  themes,
  areTogether,
}: {
  themes: Calibrated['themes'];
  /** Several themes a call are taken. */
  areTogether: boolean;
}) {
  const shown = themes.toSorted((one, other) => other.upper - one.upper).slice(0, mostThemes);
  return (
    <ScrollArea
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Themes in company' }}
    >
      <Table fz="sm" miw={420}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Theme, in company</Table.Th>
            <Table.Th ta="right">Changed</Table.Th>
            <Table.Th ta="right">At most</Table.Th>
            <Table.Th>Judged</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map(({ name, excess, upper, suffers }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw="normal">
                {name}
              </Table.Th>
              <Table.Td className="is-number">{showShare(Math.max(0, excess))}</Table.Td>
              <Table.Td className="is-number">{showShare(upper)}</Table.Td>
              <Table.Td>{suffers || !areTogether ? 'alone' : 'with others'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
