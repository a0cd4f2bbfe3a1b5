import { PageHead } from '../parts/page-head.tsx';

export function TicketPage({ run, row }: { run: string; row: number }) {
  return <PageHead title={`Ticket ${row}`} about={run} />;
}
