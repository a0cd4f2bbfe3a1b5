import { Button, Group, NumberInput, Progress } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { type Counting, sayCounting } from '../../api/trust/counting.ts';
import { get, post } from '../client.ts';
import { Section } from '../kit/section.tsx';
import { Problem, Waiting } from '../kit/states.tsx';
import { showCount } from '../kit/words/numbers.ts';
import { Sentences } from '../kit/words/sentences.tsx';

/** Tickets that are drawn at once. */
const [fewest, usual, most] = [10, 100, 2000];

/** How far the shares of a run hold, and the tickets to label that would tell. */
export function CountSection({ run }: { run: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['counting', run],
    queryFn: ({ signal }) => get<Counting>(`/runs/${run}/counting`, signal),
  });
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting what="Looking for labels" height={160} />;
  const { drawn, labelled } = data;
  return (
    <Section title="How far these shares hold">
      <Sentences lines={sayCounting(data)} />
      {drawn > 0 && (
        <Progress
          value={(100 * labelled) / drawn}
          aria-label={`${showCount(labelled)} of ${showCount(drawn)} drawn tickets are labelled`}
          maw={420}
        />
      )}
      <Group align="flex-end" gap="sm">
        {labelled < drawn && (
          <Button component={Link} href={`/runs/${run}/review`}>
            {`Label ${showCount(drawn - labelled)} ${drawn - labelled === 1 ? 'ticket' : 'tickets'}`}
          </Button>
        )}
        <DrawForm run={run} counting={data} />
      </Group>
    </Section>
  );
}

/** Draws tickets; of those that were drawn before nearly all are drawn again, and their labels stay. */
function DrawForm({ run, counting }: { run: string; counting: Counting }) {
  const { drawn, needed, tickets } = counting;
  const queries = useQueryClient();
  const wanted = Math.min(tickets, most, Math.max(usual, drawn === 0 ? usual : (needed ?? drawn)));
  const [labels, setLabels] = useState<string | number>(wanted);
  const drawing = useMutation({
    mutationFn: () => post(`/runs/${encodeURIComponent(run)}/sample`, { labels: Number(labels) }),
    onSuccess: () => queries.invalidateQueries(),
  });
  if (tickets < fewest || drawn >= tickets) return null;
  return (
    <>
      <NumberInput
        label="Tickets to draw, in all"
        value={labels}
        onChange={setLabels}
        min={fewest}
        max={Math.min(tickets, most)}
        step={50}
        allowDecimal={false}
        error={drawing.error?.message}
        w={190}
      />
      <Button
        variant="default"
        loading={drawing.isPending}
        disabled={!(Number(labels) >= fewest && Number(labels) <= most)}
        onClick={() => drawing.mutate()}
      >
        {drawn === 0 ? 'Draw tickets to label' : 'Draw more'}
      </Button>
    </>
  );
}
