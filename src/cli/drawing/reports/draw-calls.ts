import type { Story } from '../../../cases/stories/tell-story.ts';
import { paint, printable } from '../print.ts';

/** The exact requests and responses of a ticket's calls, or of one theme's judge. */
export function drawCalls({ spans, steps, faults }: Story, theme: string | undefined): string {
  const agents = new Map([
    ...faults.map(({ id, agent }) => [id, agent] as const),
    ...steps.flatMap(({ agent, docket }) =>
      docket === undefined ? [] : [[docket.id, agent] as const],
    ),
  ]);
  const calls = spans
    .filter(({ kind }) => kind === 'generation' || kind === 'response')
    .filter(({ docket }) => theme === undefined || agents.get(docket) === `judge:${theme}`);
  if (calls.length === 0) return paint.dim('no call is recorded');
  return calls
    .map(({ id, docket, body, error, milliseconds, started_at }) => {
      const { request, response, status, ...rest } = JSON.parse(body ?? '{}');
      const at = new Date(Number(started_at)).toISOString();
      return [
        paint.bold(`${agents.get(docket) ?? ''}  ${at}, ${milliseconds} ms`) +
          paint.dim(`  ${id} of ${docket}${status === undefined ? '' : `, status ${status}`}`),
        ...(error === null ? [] : [paint.red(printable(error))]),
        paint.cyan('request'),
        pretty(request ?? rest.input),
        paint.cyan('response'),
        pretty(response ?? rest.output),
        '',
      ].join('\n');
    })
    .join('\n');
}

/** JSON, with what could move a terminal's cursor or turn its text around written as escapes. */
function pretty(value: unknown): string {
  return (JSON.stringify(value, null, 2) ?? 'nothing').replace(
    /[^\P{Cc}\n]|\p{Bidi_Control}|[\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
