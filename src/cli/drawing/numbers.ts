/** A share from 0 to 1 as people read it. */
export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `812 B`, `4.2 kB`, `37 MB`; `?` where nobody knows. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return '?';
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 9.95 && unit > 0 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}
