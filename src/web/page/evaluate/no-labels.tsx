import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Section } from '../kit/section.tsx';
import { DrawSample } from '../review/draw-sample.tsx';

/** What to do where nobody has said yet what is right. */
export function NoLabels({ run }: { run: string }) {
  const queries = useQueryClient();
  return (
    <Section title="Nobody has labelled a ticket of this run yet">
      <Text maw={640}>
        Whether the run is right only people can say. Label a sample of its tickets, or upload
        labels that you have: both are done under Review. Some 50 labels show which themes it gets
        wrong, some 200 how often.
      </Text>
      <DrawSample run={run} onDrawn={() => void queries.invalidateQueries()} />
      <Group>
        <Button component={Link} href={`/runs/${run}/review`}>
          Label some tickets
        </Button>
      </Group>
    </Section>
  );
}
