import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Dices } from 'lucide-react';
import type { ReviewQueue } from '../../api/trust/review.ts';
import { post } from '../client.ts';
import { Problem } from '../kit/states.tsx';
import { showTickets } from '../kit/words/numbers.ts';

const sampleSize = 100;

/** How far the people who labelled the same tickets agree, and what they differ about most. */
export function sayAgreement(agreement: ReviewQueue['agreement']): string[] {
  if (agreement === null) return [];
  const { people, tickets, alpha, disputed } = agreement;
  const how =
    alpha === null ? 'can’t be told yet' : `${alpha.toFixed(2)} (1 is perfect, 0 is chance)`;
  const about = disputed[0] === undefined ? '' : `, most disputed: ${disputed[0].theme}`;
  return [`agreement of ${people} people on ${showTickets(tickets)}: ${how}${about}`];
}

/** Doubtful tickets say nothing of the others: some that were drawn by chance do. */
export function DrawSample({ run, onDrawn }: { run: string; onDrawn: () => void }) {
  const drawing = useMutation({
    mutationFn: () => post(`/runs/${encodeURIComponent(run)}/sample`, { labels: sampleSize }),
    onSuccess: onDrawn,
  });
  return (
    <Group gap="sm" mb="md">
      <Button
        size="xs"
        variant="default"
        leftSection={<Dices size={15} aria-hidden />}
        loading={drawing.isPending}
        onClick={() => drawing.mutate()}
      >
        Draw a random sample
      </Button>
      <Text size="sm" c="dimmed" flex="1 1 240px">
        Labels of about {sampleSize} tickets drawn by chance say how far the shares of the themes
        hold; labels of doubtful ones alone don&rsquo;t.
      </Text>
      {drawing.isError && <Problem error={drawing.error} />}
    </Group>
  );
}
