import { NativeSelect } from '@mantine/core';
import type { RunSummary } from '../../api/runs.ts';
import { showTime } from '../kit/words/numbers.ts';

/** Chooses one of the runs, told apart by file, model and time. */
export function RunChoice({
  label,
  runs,
  value,
  onChange,
}: {
  label: string;
  runs: readonly RunSummary[];
  value: string;
  onChange: (run: string) => void;
}) {
  const known = runs.some(({ id }) => id === value);
  return (
    <NativeSelect
      label={label}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      style={{ flex: '1 1 260px', minWidth: 0 }}
    >
      {!known && <option value={value}>{value === '' ? 'Choose a run' : value}</option>}
      {runs.map(({ id, file, model, startedAt, workflow }) => (
        <option key={id} value={id}>
          {`${file} · ${model} · ${showTime(startedAt)}${workflow === 'batch' ? '' : ` · ${workflow}`} · ${id.slice(-4)}`}
        </option>
      ))}
    </NativeSelect>
  );
}

/** The two newest finished runs of the same file that decided something, the older one first; nothing where there are none. */
export function newestPair(runs: readonly RunSummary[]): [string, string] | undefined {
  const whole = runs.filter(
    ({ workflow, counts, status }) =>
      workflow !== 'search' && status === 'finished' && counts.decided + counts.review > 0,
  );
  for (const [index, newer] of whole.entries()) {
    const older = whole.slice(index + 1).find(({ file }) => file === newer.file);
    if (older !== undefined) return [older.id, newer.id];
  }
  return undefined;
}
