import { Button, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { CirclePlay } from 'lucide-react';
import { useState } from 'react';
import type { Budget, JobRequest } from '../../api/job.ts';
import type { RunSummary } from '../../api/runs.ts';
import { get, post } from '../client.ts';
import { Problem } from '../kit/states.tsx';
import { showCount, showDollars } from '../kit/words/numbers.ts';

/** Resumes a run. What costs something says first what was spent and what is to come, and may be given another limit. */
export function ResumeRun({ run, onChange }: { run: RunSummary; onChange: () => void }) {
  const [isOpen, { open, close }] = useDisclosure();
  const resuming = useMutation({
    mutationFn: (budget: Budget) => post(`/runs/${run.id}/resume`, budget),
    onSuccess: close,
    onSettled: onChange,
  });
  const isFree = run.baseUrl === '' || run.model === 'embedded';
  return (
    <>
      <Button
        leftSection={<CirclePlay size={16} aria-hidden />}
        loading={resuming.isPending}
        onClick={() => (isFree ? resuming.mutate({}) : open())}
      >
        Resume
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title="Resume the run"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <BudgetForm
          run={run}
          isPending={resuming.isPending}
          error={resuming.error}
          onResume={(budget) => resuming.mutate(budget)}
        />
      </Modal>
    </>
  );
}

function BudgetForm({
  run,
  isPending,
  error,
  onResume,
}: {
  run: RunSummary;
  isPending: boolean;
  error: unknown;
  onResume: (budget: Budget) => void;
}) {
  const [change, setChange] = useState<Budget>({});
  const { data } = useQuery({
    queryKey: ['request', run.id],
    queryFn: ({ signal }) => get<JobRequest>(`/requests/${run.id}`, signal),
  });
  const limits: Budget = { ...data?.request, ...change };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onResume(change);
      }}
    >
      <Stack gap="md">
        <Text size="sm">{describeSpending(run)}</Text>
        <NumberInput
          label="Most calls, in all"
          description="What was asked so far counts too"
          min={1}
          allowDecimal={false}
          value={limits.maxCalls ?? ''}
          onChange={(most) => typeof most === 'number' && setChange({ ...change, maxCalls: most })}
        />
        <NumberInput
          label="Most dollars, in all"
          min={0}
          decimalScale={2}
          value={limits.maxCost ?? ''}
          onChange={(most) => typeof most === 'number' && setChange({ ...change, maxCost: most })}
        />
        {error !== null && <Problem error={error} />}
        <Button type="submit" loading={isPending}>
          Resume
        </Button>
      </Stack>
    </form>
  );
}

/** What was spent, and what is to come if the other tickets take as much as those so far. */
function describeSpending({ calls, cost, counts }: RunSummary): string {
  const done = counts.decided + counts.review + counts.failed;
  const left = counts.rows === null ? null : Math.max(0, counts.rows - done);
  const spent = `Spent so far: ${showCount(calls)} calls${cost === null ? '' : `, ${showDollars(cost)}`}, for ${showCount(done)} tickets.`;
  if (left === null || done === 0) return spent;
  const share = left / done;
  return `${spent} The other ${showCount(left)} take about ${showCount(Math.ceil(calls * share))} calls${cost === null ? '' : ` and ${showDollars(cost * share)}`} more, if they are like those.`;
}
