import {
  Anchor,
  Box,
  Button,
  Grid,
  Group,
  Kbd,
  Menu,
  Progress,
  SegmentedControl,
  Stack,
  Text,
} from '@mantine/core';
import { Download, Keyboard, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { ReviewQueue } from '../../api/trust/review.ts';
import { KeyHelp } from '../kit/key-help.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Empty, Problem, Waiting } from '../kit/states.tsx';
import { useKeys } from '../kit/use-keys.ts';
import { showCount, showTickets } from '../kit/words/numbers.ts';
import { useRunOutline } from '../run/run-outline.ts';
import { useReading } from '../ticket/use-reading.ts';
import { AskAuthor, useAuthor } from './author.tsx';
import { DrawSample, sayAgreement } from './draw-sample.tsx';
import { LabelUpload } from './label-upload.tsx';
import { ReviewList } from './review-list.tsx';
import { useReviewQueue } from './review-queue.ts';
import { ReviewTicket } from './review-ticket.tsx';

const keys = [
  ['a', 'accept the themes as proposed'],
  ['1 – 9', 'switch a theme on or off; letters for further ones'],
  ['Enter', 'save the themes that are switched on'],
  ['s', 'skip for now'],
  ['u', 'undo the last label'],
  ['?', 'show these keys'],
] as const;

/** Tickets that need a person, one at a time, the most useful first. */
export function ReviewPage({ run, row }: { run: string; row: number | undefined }) {
  const outline = useRunOutline(run);
  const review = useReviewQueue(run, row);
  const [author] = useAuthor();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const { queue, open, current, save, undo, lastSaved } = review;
  const reading = useReading(run, current?.row, open[1]?.row);
  const takeBack =
    lastSaved === undefined || undo.isPending ? undefined : () => undo.mutate(lastSaved);
  useKeys({ u: takeBack, '?': () => setHelpOpen(true) });
  const failure = queue.error ?? outline.error ?? review.error;
  const themes = outline.data?.themes;
  const problem = save.error ?? undo.error ?? reading.error;
  return (
    <>
      <PageHead
        title="Review"
        about={
          queue.data &&
          [
            `${queue.data.hasMore ? 'About ' : ''}${showCount(queue.data.left)} left, ${showCount(queue.data.done)} labelled today`,
            ...sayAgreement(queue.data.agreement),
          ].join('; ')
        }
      >
        <Button
          variant="default"
          onClick={takeBack}
          disabled={takeBack === undefined}
          leftSection={<Undo2 size={16} aria-hidden />}
          rightSection={<Kbd size="xs">u</Kbd>}
        >
          Undo
        </Button>
        <Button
          variant="default"
          onClick={() => setHelpOpen(true)}
          leftSection={<Keyboard size={16} aria-hidden />}
          rightSection={<Kbd size="xs">?</Kbd>}
        >
          Keys
        </Button>
        <LabelUpload run={run} />
        <ExportMenu run={run} />
      </PageHead>
      {queue.data !== undefined && queue.data.drawn > 0 && (
        <SegmentedControl
          aria-label="Which tickets"
          mb="md"
          data={[
            { value: 'sample', label: `The sample of ${showTickets(queue.data.drawn)}` },
            { value: 'doubtful', label: 'The doubtful ones' },
          ]}
          value={queue.data.of}
          onChange={(of) => review.setOf(of as ReviewQueue['of'])}
        />
      )}
      {queue.data?.drawn === 0 && <DrawSample run={run} onDrawn={() => review.setOf('sample')} />}
      <KeyHelp keys={keys} isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
      {queue.data !== undefined && queue.data.left + queue.data.done > 0 && (
        <Progress
          value={(queue.data.done / (queue.data.left + queue.data.done)) * 100}
          size="sm"
          mb="md"
          aria-label="Labelled today, of what was left"
        />
      )}
      <div aria-live="polite">{problem !== null && <Problem error={problem} />}</div>
      {failure !== null && <Problem error={failure} retry={() => queue.refetch()} />}
      {failure === null && (queue.isPending || themes === undefined) && (
        <Waiting what="Looking for the tickets that need a person" />
      )}
      {queue.data !== undefined && open.length === 0 && current === undefined && (
        <NothingLeft run={run} skipped={review.skippedCount} onStartOver={review.startOver} />
      )}
      {themes !== undefined && current !== undefined && author === '' && <AskAuthor />}
      {themes !== undefined && current !== undefined && author !== '' && (
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 3 }} visibleFrom="lg">
            <ReviewList items={open} current={current} onChoose={review.setChosen} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 9 }}>
            {reading.data === undefined ? (
              <Box mih={400}>{!reading.isError && <Waiting what="Reading the ticket" />}</Box>
            ) : (
              <ReviewTicket
                key={current.row}
                run={run}
                item={current}
                reading={reading.data}
                themes={themes}
                isSaving={save.isPending}
                onSave={(label) => save.mutate({ item: current, label })}
                onSkip={() => review.skip(current)}
              />
            )}
          </Grid.Col>
        </Grid>
      )}
    </>
  );
}

function ExportMenu({ run }: { run: string }) {
  const address = `/api/runs/${encodeURIComponent(run)}/gold`;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<Download size={16} aria-hidden />}>
          Export labels
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`${address}.csv`} download>
          As CSV
        </Menu.Item>
        <Menu.Item component="a" href={`${address}.jsonl`} download>
          As JSONL
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function NothingLeft({
  run,
  skipped,
  onStartOver,
}: {
  run: string;
  skipped: number;
  onStartOver: () => void;
}) {
  if (skipped > 0)
    return (
      <Empty title="Only tickets that you skipped are left">
        <Button variant="default" onClick={onStartOver}>
          Look at {skipped === 1 ? 'it' : `the ${showCount(skipped)}`} again
        </Button>
      </Empty>
    );
  return (
    <Empty title="No ticket needs you">
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          What went to review, failed or was unsure is labelled.
        </Text>
        <Group justify="center">
          <Anchor component={Link} href={`/runs/${run}/results`}>
            Go to the results
          </Anchor>
          <Anchor component={Link} href={`/runs/${run}/diagnose`}>
            See what the labels say
          </Anchor>
        </Group>
      </Stack>
    </Empty>
  );
}
