import { Button, Grid, Kbd, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { RunTheme } from '../../api/runs.ts';
import type { TicketStory } from '../../api/ticket.ts';
import { get } from '../client.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Section } from '../kit/section.tsx';
import { Problem, Waiting } from '../kit/states.tsx';
import { useKeys } from '../kit/use-keys.ts';
import { showCount } from '../kit/words/numbers.ts';
import { useRunOutline } from '../run/run-outline.ts';
import { Correction } from './correction.tsx';
import { TicketAfterwards, TicketDecision } from './ticket-decision.tsx';
import { TicketJudges } from './ticket-judges.tsx';
import { TicketTexts } from './ticket-text.tsx';
import { TicketTrace } from './ticket-trace.tsx';
import { useWhatIf } from './what-if.ts';

/** Rows before and after, among the tickets that the address's filter lets through. */
interface Neighbours {
  previous: number | null;
  next: number | null;
  position: number | null;
  total: number;
}

/** One ticket's story, with the way to the next one of the results that it was opened from. */
export function TicketPage({ run, row }: { run: string; row: number }) {
  const [, navigate] = useLocation();
  // Told by it when the query changes; as it stands in the address, a "%25" is still one.
  useSearch();
  const filter = window.location.search;
  const here = `/runs/${encodeURIComponent(run)}`;
  const outline = useRunOutline(run);
  const story = useQuery({
    queryKey: ['ticket', run, row],
    queryFn: ({ signal }) => get<TicketStory>(`${here}/tickets/${row}`, signal),
  });
  const neighbours = {
    queryKey: ['neighbours', run, row, filter],
    queryFn: () => get<Neighbours>(`${here}/neighbours/${row}${filter}`),
  };
  const { data: near } = useQuery(neighbours);
  const queries = useQueryClient();
  // A key that comes before the neighbours are known waits for them.
  const turn = async (to: 'next' | 'previous') => {
    const other = (await queries.ensureQueryData(neighbours).catch(() => undefined))?.[to];
    if (other != null) navigate(`${here}/tickets/${other}${filter}`);
  };
  useKeys({ j: () => turn('next'), k: () => turn('previous') });
  const failure = story.error ?? outline.error;
  return (
    <>
      <PageHead
        title={story.data === undefined ? 'Ticket' : `Ticket ${story.data.id.slice(0, 80)}`}
        about={
          near?.position == null
            ? `Row ${showCount(row)}`
            : `Row ${showCount(row)}, ${showCount(near.position)} of ${showCount(near.total)} in the results`
        }
      >
        <Button
          component={Link}
          href={`${here}/results${filter}`}
          variant="default"
          leftSection={<ArrowLeft size={16} aria-hidden />}
        >
          Results
        </Button>
        <Button
          variant="default"
          disabled={near?.previous == null}
          onClick={() => turn('previous')}
          leftSection={<ChevronLeft size={16} aria-hidden />}
          rightSection={<Kbd size="xs">k</Kbd>}
        >
          Previous
        </Button>
        <Button
          variant="default"
          disabled={near?.next == null}
          onClick={() => turn('next')}
          leftSection={<ChevronRight size={16} aria-hidden />}
          rightSection={<Kbd size="xs">j</Kbd>}
        >
          Next
        </Button>
      </PageHead>
      {failure !== null && <Problem error={failure} retry={() => story.refetch()} />}
      {failure === null && (story.data === undefined || outline.data === undefined) && (
        <Waiting what="Reading the ticket's story" />
      )}
      {story.data !== undefined && outline.data !== undefined && (
        <Told key={row} story={story.data} themes={outline.data.themes} />
      )}
    </>
  );
}

function Told({ story, themes }: { story: TicketStory; themes: readonly RunTheme[] }) {
  const whatIf = useWhatIf(story.run, story.row);
  const [label, setLabel] = useState<readonly string[] | null>(null);
  const known = story.gold[0]?.themes ?? story.decision?.themes ?? [];
  const correct = () => setLabel(known);
  const close = () => setLabel(null);
  useKeys({ e: correct, Escape: label === null ? undefined : close });
  return (
    <Stack gap="xl">
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <TicketTexts texts={story.texts} themes={themes} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <TicketDecision story={story} themes={themes} whatIf={whatIf} onCorrect={correct} />
            {label !== null && (
              <Section title="Correct it">
                <Correction
                  key={label.join('|')}
                  run={story.run}
                  row={story.row}
                  themes={themes}
                  proposed={story.decision?.themes ?? []}
                  start={label}
                  onSaved={close}
                  onLeave={close}
                />
              </Section>
            )}
            <TicketAfterwards story={story} themes={themes} />
          </Stack>
        </Grid.Col>
      </Grid>
      {story.decision !== null && story.decision.outcomes.length > 0 && (
        <TicketJudges
          run={story.run}
          row={story.row}
          outcomes={story.decision.outcomes}
          leftOut={story.triage?.leftOut ?? []}
          themes={themes}
          whatIf={whatIf}
          onLabel={setLabel}
        />
      )}
      <TicketTrace story={story} themes={themes} />
      <Cells cells={story.cells} />
    </Stack>
  );
}

/** The row as it stood in the file. */
function Cells({ cells }: { cells: TicketStory['cells'] }) {
  return (
    <section aria-labelledby="row">
      <Title order={2} size="h4" mb="xs" id="row">
        Its row in the file
      </Title>
      <Table withTableBorder verticalSpacing={6}>
        <Table.Tbody>
          {cells.map(({ name, text }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" w={180} style={{ verticalAlign: 'top' }}>
                {name}
              </Table.Th>
              <Table.Td>
                <Text size="sm" className="ticket-text" lineClamp={4}>
                  {text.slice(0, 2000)}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
