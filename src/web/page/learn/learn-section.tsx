import { Button, Group, ScrollArea, Table, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { GraduationCap } from 'lucide-react';
import { type Learned, type Learning, sayLearned } from '../../api/trust/learning.ts';
import { get, post } from '../client.ts';
import { isBusy, JobLine, lookAgain } from '../kit/job-line.tsx';
import { Section } from '../kit/section.tsx';
import { Problem } from '../kit/states.tsx';
import { showCount, showShare, showTickets } from '../kit/words/numbers.ts';
import { Sentences } from '../kit/words/sentences.tsx';

/** Teaches the embedded model from a run's labels and verdicts, and says what it learned. */
export function LearnSection({ run }: { run: string }) {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['learning', run],
    queryFn: ({ signal }) => get<Learning>(`/runs/${run}/learning`, signal),
    refetchInterval: ({ state }) => lookAgain(state.data?.job),
  });
  const starting = useMutation({
    mutationFn: () => post(`/runs/${run}/learning`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['learning', run] }),
  });
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />;
  if (data === undefined) return null;
  const { job, learned, isOfRun, labelled, verdicts } = data;
  const canTeach = labelled + verdicts > 0;
  return (
    <Section title="Teach the embedded model">
      <Text size="sm" maw={720}>
        {canTeach
          ? `It learns the themes from ${sayTeachers(data)}, and then judges new files without a server. Learning costs nothing and takes some seconds for every 10,000 tickets.`
          : 'It learns themes from labels, or from what another model said. This run has neither: label some tickets, or judge the file with a model on a server.'}
      </Text>
      {isOfRun && learned !== null && !isBusy(job) && <Result learned={learned} />}
      {starting.isError && <Problem error={starting.error} />}
      <JobLine job={job} doing="Learning from the tickets" />
      {canTeach && (
        <Group>
          <Button
            variant="default"
            leftSection={<GraduationCap size={16} aria-hidden />}
            loading={starting.isPending}
            disabled={isBusy(job)}
            onClick={() => starting.mutate()}
          >
            {isOfRun ? 'Teach it again' : 'Teach it from this run'}
          </Button>
        </Group>
      )}
    </Section>
  );
}

function sayTeachers({ labelled, verdicts }: Learning): string {
  const labels = `the labels of ${showTickets(labelled)}`;
  if (verdicts === 0) return labels;
  return `what this run said of ${showTickets(verdicts)}${labelled === 0 ? '' : `, and ${labels}, which count more`}`;
}

function Result({ learned }: { learned: Learned }) {
  const share = (value: number | null) => (value === null ? '–' : showShare(value));
  return (
    <>
      <Sentences lines={sayLearned(learned)} />
      <ScrollArea
        type="auto"
        mah={420}
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'What was learned, by theme' }}
      >
        <Table fz="sm" miw={640}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Theme</Table.Th>
              <Table.Th ta="right">With a yes</Table.Th>
              <Table.Th ta="right">With a no</Table.Th>
              <Table.Th ta="right">Precision</Table.Th>
              <Table.Th ta="right">Recall</Table.Th>
              <Table.Th>Words that speak for it</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {learned.themes.map(({ id, name, yes, no, precision, recall, words }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row" fw="normal">
                  {name}
                </Table.Th>
                <Table.Td className="is-number">{showCount(yes)}</Table.Td>
                <Table.Td className="is-number">{showCount(no)}</Table.Td>
                <Table.Td className="is-number">{share(precision)}</Table.Td>
                <Table.Td className="is-number">{share(recall)}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{words.join(', ')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </>
  );
}
