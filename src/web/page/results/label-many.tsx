import { Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { RunTheme } from '../../api/runs.ts';
import { Problem, Waiting } from '../kit/states.tsx';
import { showTickets } from '../kit/words/numbers.ts';
import { Correction } from '../ticket/correction.tsx';
import type { Range } from './selection.ts';
import { readTickets } from './ticket-rows.ts';

/** Tickets that are labelled at once, and asked for at once. */
export const mostAtOnce = 500;

/** Has a person say of all selected tickets at once which themes they have. */
export function LabelMany({
  run,
  query,
  range,
  themes,
  onClose,
}: {
  run: string;
  query: string;
  /** Null where nothing is to be labelled. */
  range: Range | null;
  themes: readonly RunTheme[];
  onClose: () => void;
}) {
  return (
    <Modal
      opened={range !== null}
      onClose={onClose}
      size="lg"
      title={range === null ? '' : `Label ${showTickets(range.to - range.from + 1)}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {range !== null && (
        <Many run={run} query={query} range={range} themes={themes} onClose={onClose} />
      )}
    </Modal>
  );
}

function Many({
  run,
  query,
  range: { from, to },
  themes,
  onClose,
}: {
  run: string;
  query: string;
  range: Range;
  themes: readonly RunTheme[];
  onClose: () => void;
}) {
  const { data, error } = useQuery({
    queryKey: ['tickets', run, query, 'selected', from, to],
    queryFn: ({ signal }) =>
      readTickets(run, query, { offset: from, limit: to - from + 1, cells: [] }, signal),
  });
  if (error !== null) return <Problem error={error} />;
  if (data === undefined) return <Waiting what="Reading the tickets" />;
  const { rows } = data;
  const shared = themes
    .map(({ id }) => id)
    .filter((id) => rows.every((row) => row.themes.includes(id)));
  return (
    <Stack gap="sm">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {rows
          .slice(0, 8)
          .map(({ id }) => id)
          .join(', ')}
        {rows.length > 8 && ` and ${showTickets(rows.length - 8)} more`}: all of them get exactly
        the themes that are switched on.
      </Text>
      <Correction
        run={run}
        row={rows.map(({ row }) => row)}
        themes={themes}
        proposed={shared}
        start={shared}
        onSaved={onClose}
        onLeave={onClose}
      />
    </Stack>
  );
}
