import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { CircleStop, Copy, Pause, RotateCw } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import type { StartedRun } from '../../api/run-request.ts';
import type { RunSummary } from '../../api/runs.ts';
import { post } from '../client.ts';
import { ResumeRun } from './resume-run.tsx';

type Action = 'pause' | 'cancel';

const actions = {
  pause: { label: 'Pause', icon: Pause },
  cancel: { label: 'Cancel', icon: CircleStop },
};

/** Pauses, resumes and cancels a run that the page started, and pauses any that workers hear. */
export function RunControls({ run, onChange }: { run: RunSummary; onChange: () => void }) {
  const acting = useMutation({
    mutationFn: (action: Action) => post(`/runs/${run.id}/${action}`),
    onError: (error) => notifications.show({ color: 'red', message: error.message }),
    onSettled: onChange,
  });
  const [, navigate] = useLocation();
  const repeating = useMutation({
    mutationFn: () => post<StartedRun>(`/runs/${run.id}/again`),
    onError: (error) => notifications.show({ color: 'red', message: error.message }),
    onSuccess: (started) => navigate(started.run === null ? '/' : `/runs/${started.run}`),
  });
  const canRepeat = run.isJob && run.workflow === 'batch' && run.status === 'finished';
  return (
    <Group gap="xs">
      {canRepeat && run.counts.failed > 0 && (
        <Button
          leftSection={<RotateCw size={16} aria-hidden />}
          loading={repeating.isPending}
          onClick={() => repeating.mutate()}
        >
          Ask the failed again
        </Button>
      )}
      {canRepeat && (
        <Button
          component={Link}
          href={`/new?again=${run.id}`}
          variant="default"
          leftSection={<Copy size={16} aria-hidden />}
        >
          Run again
        </Button>
      )}
      {canResume(run) && <ResumeRun run={run} onChange={onChange} />}
      {possible(run).map((action) => {
        const { label, icon: Icon } = actions[action];
        return (
          <Button
            key={action}
            variant="default"
            leftSection={<Icon size={16} aria-hidden />}
            loading={acting.isPending && acting.variables === action}
            disabled={acting.isPending}
            onClick={() => acting.mutate(action)}
          >
            {label}
          </Button>
        );
      })}
    </Group>
  );
}

function canResume({ isJob, status }: RunSummary): boolean {
  return isJob && ['paused', 'cancelled', 'interrupted', 'failed'].includes(status);
}

function possible({ isJob, isShared, status }: RunSummary): Action[] {
  if (!isJob) return isShared && status === 'running' ? ['pause'] : [];
  switch (status) {
    case 'waiting':
    case 'starting':
    case 'running':
      return ['pause', 'cancel'];
    case 'pausing':
    case 'paused':
      return ['cancel'];
    default:
      return [];
  }
}
