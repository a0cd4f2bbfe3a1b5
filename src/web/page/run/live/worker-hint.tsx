import { isAnyAlive } from '../../../api/workers.ts';
import { CommandHint } from '../../kit/words/command-hint.tsx';
import { useWorkers } from './use-workers.ts';

/** Says what starts a worker, where a run waits for one. */
export function WaitingForWorkers() {
  const list = useWorkers();
  if (list === undefined || list.command === null || isAnyAlive(list)) return null;
  return (
    <CommandHint
      said="No worker is alive, and the run waits for one. Start it here or on any machine:"
      command={list.command}
    />
  );
}
