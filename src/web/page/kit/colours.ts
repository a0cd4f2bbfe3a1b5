/** Eleven hues that can be told apart, in an order in which neighbours differ; light and dark shades. */
const hues = [205, 28, 145, 275, 345, 60, 180, 315, 100, 235, 10];

/** The colour of a run's theme, by its place among the run's themes: the same on every page. */
export function themeColour(index: number): string {
  const hue = hues[index % hues.length];
  return `light-dark(hsl(${hue} 62% 40%), hsl(${hue} 62% 64%))`;
}

/** Behind a quote in a ticket's text. */
export function themeTint(index: number): string {
  const hue = hues[index % hues.length];
  return `light-dark(hsl(${hue} 75% 88%), hsl(${hue} 45% 26%))`;
}

export const statusColours: Record<string, string> = {
  decided: 'var(--yes)',
  finished: 'var(--yes)',
  yes: 'var(--yes)',
  no: 'var(--no)',
  not_routed: 'var(--no)',
  running: 'light-dark(var(--mantine-color-sea-7), var(--mantine-color-sea-3))',
  busy: 'light-dark(var(--mantine-color-sea-7), var(--mantine-color-sea-3))',
  idle: 'var(--no)',
  silent: 'var(--failed)',
  review: 'var(--review)',
  paused: 'var(--review)',
  interrupted: 'var(--review)',
  failed: 'var(--failed)',
  cancelled: 'var(--no)',
};
