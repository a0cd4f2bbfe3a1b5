import { plural } from '../../../domain/text/plural.ts';
import type { BatchOptions } from '../../../runs/batch-options.ts';
import { say } from '../print.ts';

/** Says which run begins or continues, and all that is to be known of it before. */
export function sayStart(
  { id, resumed, notes, themes }: Parameters<BatchOptions['onStart']>[0],
  unknownCalls: number,
  { endpoint }: Pick<BatchOptions, 'endpoint'>,
): void {
  tellServer(id);
  for (const note of notes) say(note);
  if (unknownCalls > 0)
    say(
      `An earlier command of this run was cut off during ${plural(unknownCalls, 'call')}: the server may have billed them, and they are asked again`,
    );
  const [first, ...others] = themes;
  const asked =
    others.length === 0 && first !== undefined
      ? `theme ${first.id}`
      : plural(themes.length, 'theme');
  say(`Run ${id}${resumed ? ' continues' : ''}: ${asked}, model ${endpoint.model}`);
}

/** Tells the server that started this command which run it judges. Without one it tells nobody. */
export function tellServer(run: string): void {
  // The server may be gone meanwhile: the run goes on without it.
  if (process.connected) process.send?.({ run }, undefined, undefined, () => {});
}
