import { Table } from '@mantine/core';
import type { ThemeAgreement } from '../../api/trust/comparison.ts';
import { ThemeMark } from '../kit/marks.tsx';
import { showCount, showShare } from '../kit/words/numbers.ts';

/** How far two runs agree on each theme. */
export function AgreementTable({
  agreements,
  themes,
}: {
  agreements: readonly ThemeAgreement[];
  themes: readonly { id: string; name: string }[];
}) {
  return (
    <Table.ScrollContainer
      minWidth={640}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': 'Agreement on each theme' } }}
    >
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Theme</Table.Th>
            <Table.Th ta="right">Agree</Table.Th>
            <Table.Th ta="right">Kappa</Table.Th>
            <Table.Th ta="right">Both yes</Table.Th>
            <Table.Th ta="right">Only first</Table.Th>
            <Table.Th ta="right">Only second</Table.Th>
            <Table.Th ta="right">Failed</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {agreements.map(({ id, ...one }) => {
            const index = themes.findIndex((theme) => theme.id === id);
            return (
              <Table.Tr key={id}>
                <Table.Td>
                  <ThemeMark name={themes[index]?.name ?? id} index={Math.max(0, index)} />
                </Table.Td>
                <Table.Td ta="right">
                  {one.agreement === null ? '–' : showShare(one.agreement)}
                </Table.Td>
                <Table.Td ta="right">{one.kappa?.toFixed(3) ?? '–'}</Table.Td>
                {[one.bothYes, one.onlyFirst, one.onlySecond, one.failed].map((count, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the columns
                  <Table.Td key={place} ta="right">
                    {showCount(count)}
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
