import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Charts, TicketLine, TicketPage, TimeChart } from '../../api/results.ts';
import type { RunOutline } from '../../api/runs.ts';
import {
  ends,
  histogramPicture,
  statusPicture,
  themesPicture,
  timePicture,
} from '../charts/chart-pictures.ts';
import { ShownPicture } from '../charts/shown-picture.tsx';
import { get, queryOf } from '../client.ts';
import { Section } from '../kit/section.tsx';
import { showTickets } from '../kit/words/numbers.ts';

/** Tickets that are printed. */
const mostRows = 25;

/** What is only on paper, below the findings: the charts, and the first tickets. */
export function PrintSheet({ outline, time }: { outline: RunOutline; time: TimeChart | null }) {
  const { id, themes } = outline;
  const { data: charts } = useQuery({
    queryKey: ['charts', id, ''],
    queryFn: ({ signal }) => get<Charts>(`/runs/${id}/charts`, signal),
  });
  const { data: first } = useQuery({
    queryKey: ['first tickets', id],
    queryFn: ({ signal }) =>
      get<TicketPage>(`/runs/${id}/tickets${queryOf({ limit: mostRows })}`, signal),
  });
  const nameOf = (theme: string) => themes.find((one) => one.id === theme)?.name ?? theme;
  if (!useIsPrinting()) return null;
  return (
    <>
      {charts !== undefined && <PrintedCharts outline={outline} charts={charts} time={time} />}
      {first !== undefined && (
        <Section title={`The first ${showTickets(first.rows.length)} of ${first.all}`}>
          <FirstTickets rows={first.rows} nameOf={nameOf} />
        </Section>
      )}
    </>
  );
}

/** Whether the page is being printed: what is only on paper is there in time, and never on the screen. */
function useIsPrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}

function PrintedCharts({
  outline: { file, themes, counts },
  charts,
  time,
}: {
  outline: RunOutline;
  charts: Charts;
  time: TimeChart | null;
}) {
  const pictures = useMemo(() => {
    const unreached = Math.max(0, (counts.rows ?? 0) - charts.all);
    const about = `${file}: ${showTickets(charts.all)}`;
    return [
      { title: 'Themes', about, ...themesPicture(charts, themes) },
      { title: 'Status', about, ...statusPicture(charts, unreached) },
      { title: 'Confidence', about, ...histogramPicture(charts.confidence, ends.confidence) },
      { title: 'Sentiment', about, ...histogramPicture(charts.sentiment, ends.sentiment) },
      ...(time === null ? [] : [{ title: 'Over time', about, ...timePicture(time, themes) }]),
    ];
  }, [charts, counts.rows, file, themes, time]);
  return (
    <Section title="Charts">
      {pictures.map((picture) => (
        <ShownPicture key={picture.title} picture={picture} />
      ))}
    </Section>
  );
}

function FirstTickets({
  rows,
  nameOf,
}: {
  rows: readonly TicketLine[];
  nameOf(theme: string): string;
}) {
  return (
    <Table fz="xs">
      <Table.Thead>
        <Table.Tr>
          {['Ticket', 'Text', 'Themes', 'Status'].map((name) => (
            <Table.Th key={name}>{name}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ row, id, text, themes, status }) => (
          <Table.Tr key={row}>
            <Table.Th scope="row" style={{ overflowWrap: 'anywhere' }} maw={120}>
              {id}
            </Table.Th>
            <Table.Td className="ticket-text">{text}</Table.Td>
            <Table.Td>{themes.map(nameOf).join(', ')}</Table.Td>
            <Table.Td>{status}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
