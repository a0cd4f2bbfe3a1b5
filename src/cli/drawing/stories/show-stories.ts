import type { Story } from '../../../cases/stories/tell-story.ts';
import type { FilterFlags } from '../../program/read-filter.ts';
import { drawCalls } from '../reports/draw-calls.ts';
import { drawStory } from './draw-story.ts';

/** What commander hands over for `trace`. */
export interface TraceFlags extends FilterFlags {
  ledger: string;
  run?: string;
  json?: boolean;
  raw?: boolean;
  next?: boolean;
  previous?: boolean;
}

/** Prints stories as trees, as their raw calls, or as JSON. */
export function showStories(stories: readonly Story[], options: TraceFlags): void {
  const { json, raw, theme } = options;
  const shown = json
    ? JSON.stringify(stories.map(asJson), null, 2)
    : stories
        .map((story) => (raw ? drawCalls(story, theme) : drawStory(story, theme)))
        .join(raw ? '\n' : '\n\n');
  process.stdout.write(`${shown}\n`);
}

function asJson({ spans, replays, ...story }: Story) {
  return {
    ...story,
    replays: replays.map(({ body, ...replay }) => ({ ...replay, ...JSON.parse(body) })),
    spans: spans.map(({ body, error, ...span }) => ({
      ...span,
      error: error === null ? null : JSON.parse(error),
      body: body === null ? null : JSON.parse(body),
    })),
  };
}
