import { useEffect, useState } from 'react';
import type { DecidedTicket, RunProgress } from '../../../api/runs.ts';

/** Decisions that stay on the page. */
const mostShown = 12;
const events = ['progress', 'decisions', 'end'] as const;
type LiveEvent = { event: (typeof events)[number]; data: string };

interface LiveRun {
  progress: RunProgress | undefined;
  /** The newest first. */
  decisions: DecidedTicket[];
}

const nothing: LiveRun = { progress: undefined, decisions: [] };

/** How a run goes on, as the server tells it, while `isOn`. Calls `onEnd` when nothing is at work on it. */
export function useLive(run: string, isOn: boolean, onEnd: () => void): LiveRun {
  const [live, setLive] = useState(nothing);
  useEffect(() => {
    if (!isOn) return;
    return listen(run, ({ event, data }) => {
      if (event === 'end') return onEnd();
      const content = JSON.parse(data);
      setLive((before) =>
        event === 'progress'
          ? { ...before, progress: content }
          : { ...before, decisions: merge(content, before.decisions) },
      );
    });
  }, [run, isOn, onEnd]);
  return live;
}

function merge(newest: DecidedTicket[], before: DecidedTicket[]): DecidedTicket[] {
  const rows = new Set(newest.map(({ row }) => row));
  return [...newest, ...before.filter(({ row }) => !rows.has(row))].slice(0, mostShown);
}

/**
 * Browsers open only a few connections to a server: of all tabs that look at a run one listens to
 * the server and tells the others. Where tabs can't agree on which, each listens itself.
 */
function listen(run: string, onEvent: (told: LiveEvent) => void): () => void {
  const leaving = new AbortController();
  const channel = new BroadcastChannel(`tribunal ${run}`);
  channel.onmessage = ({ data }) => onEvent(data);
  const hear = () =>
    hearServer(run, leaving.signal, (told) => {
      onEvent(told);
      channel.postMessage(told);
    });
  const leave = () => {
    leaving.abort();
    channel.close();
  };
  if (navigator.locks === undefined) {
    void hear();
    return leave;
  }
  navigator.locks
    .request(`tribunal ${run}`, { signal: leaving.signal }, hear)
    .catch((error: unknown) => {
      if (!leaving.signal.aborted) throw error;
    });
  return leave;
}

/** Milliseconds until a connection that the browser gave up is tried again. */
const tryAgainMs = 3000;

/** Resolves when it is left or the run is over. A connection that broke is made again. */
function hearServer(
  run: string,
  leaving: AbortSignal,
  onEvent: (told: LiveEvent) => void,
): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource;
    let again: number;
    const close = () => {
      window.clearTimeout(again);
      source.close();
      resolve();
    };
    const open = () => {
      source = new EventSource(`/api/runs/${run}/live`);
      // The browser does so by itself but where it was answered otherwise, as by a proxy before a dead server.
      source.onerror = () => {
        if (source.readyState !== EventSource.CLOSED || leaving.aborted) return;
        again = window.setTimeout(open, tryAgainMs);
      };
      for (const event of events)
        source.addEventListener(event, ({ data }: MessageEvent<string>) => {
          if (leaving.aborted) return;
          if (event === 'end') close();
          onEvent({ event, data });
        });
    };
    open();
    leaving.addEventListener('abort', close);
  });
}
