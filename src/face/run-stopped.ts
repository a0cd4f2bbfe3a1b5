/** A run ended before its last ticket: by a limit that was set, or as the model's answers can't be used. */
export class RunStopped extends Error {
  override name = 'RunStopped';
  readonly stoppedBy: 'limit' | 'answers' | null;

  constructor({
    stoppedBecause,
    stoppedBy,
  }: { stoppedBecause: string | null; stoppedBy: RunStopped['stoppedBy'] }) {
    super(stoppedBecause ?? 'the run was stopped');
    this.stoppedBy = stoppedBy;
  }
}
