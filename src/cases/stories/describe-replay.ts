import type { Story } from './tell-story.ts';

/** What was tried on a ticket, and what came of it, in one line. */
export function describeReplay({ kind, body }: Story['replays'][number]): string {
  const tried = JSON.parse(body);
  if (kind === 'rejudge') {
    const replies = (tried.replies as { verdict?: string; cause?: string }[]).map(
      ({ verdict, cause }) => verdict ?? cause,
    );
    return `${tried.theme}: ${replies.join(', ')} (the run has ${tried.before ?? 'no verdict'})`;
  }
  const { flips = {}, rules = {}, withoutRuling = false } = tried.change ?? {};
  const changes = [
    ...Object.entries({ ...flips, ...rules }).map(([name, to]) => `${name}=${to}`),
    ...(withoutRuling ? ['aggregator=off'] : []),
  ];
  return `${changes.join(' ') || 'nothing changed'} -> ${tried.status}: ${tried.themes.join(', ') || 'no theme'}`;
}
