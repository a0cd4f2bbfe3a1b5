import { Button } from '@mantine/core';
import { Bell } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { RunOutline } from '../../../api/runs.ts';
import { describeSoFar } from '../count-bar.tsx';

/** Tells in the window's title, and as a notification where that is allowed, that a run ended that was looked at. */
export function useToldEnd(
  { file, status, counts }: Pick<RunOutline, 'file' | 'status' | 'counts'>,
  isLive: boolean,
): string {
  const wasLive = useRef(false);
  const [hasEnded, setEnded] = useState(false);
  useEffect(() => {
    if (wasLive.current && !isLive) {
      setEnded(true);
      if ('Notification' in window && Notification.permission === 'granted')
        new Notification(`${file}: ${status}`, { body: describeSoFar(counts) });
    }
    wasLive.current = isLive;
  }, [isLive, file, status, counts]);
  const { rows, decided, review, failed } = counts;
  if (isLive && rows !== null && rows > 0)
    return `${Math.floor((100 * (decided + review + failed)) / rows)} % · ${file}`;
  return hasEnded ? `${status}: ${file}` : file;
}

/** Asks the browser, once. */
export function NotifyButton() {
  const [permission, setPermission] = useState(
    'Notification' in window ? Notification.permission : 'denied',
  );
  if (permission !== 'default') return null;
  return (
    <Button
      variant="default"
      leftSection={<Bell size={16} aria-hidden />}
      onClick={() => void Notification.requestPermission().then(setPermission)}
    >
      Notify me at the end
    </Button>
  );
}
