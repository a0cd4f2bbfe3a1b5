import { useEffect, useState } from 'react';
import type { Neighbours } from '../../api/results.ts';
import { get } from '../client.ts';

/** Where somebody is in a list, as long as the tab stays: the way back leads there. */
export function useKeptPlace(list: string): [place: number, keep: (place: number) => void] {
  const key = `tribunal-place ${list}`;
  const [kept, setKept] = useState({ key, place: read(key) });
  return [
    kept.key === key ? kept.place : read(key),
    (place) => {
      sessionStorage.setItem(key, String(place));
      setKept({ key, place });
    },
  ];
}

const read = (key: string): number => Number(sessionStorage.getItem(key) ?? 0);

/** Rows of a run that were looked at in this tab. */
export function useSeen(run: string): [seen: ReadonlySet<number>, see: (row: number) => void] {
  const key = `tribunal-seen ${run}`;
  const [seen, setSeen] = useState(
    () => new Set<number>(JSON.parse(sessionStorage.getItem(key) ?? '[]')),
  );
  return [
    seen,
    (row) => {
      if (seen.has(row)) return;
      const after = new Set([...seen, row]);
      sessionStorage.setItem(key, JSON.stringify([...after]));
      setSeen(after);
    },
  ];
}

/**
 * An address names the ticket by its row in the file, the list has it at a place of its own, which is told once.
 * Returns whether it was looked for.
 */
export function useFound(
  run: string,
  { row, query }: { row: number | null; query: string },
  onPlace: (place: number) => void,
): boolean {
  const [isFound, setFound] = useState(row === null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the address that was opened
  useEffect(() => {
    if (isFound) return;
    get<Neighbours>(`/runs/${encodeURIComponent(run)}/neighbours/${row}${query}`)
      .then(({ position }) => position !== null && onPlace(position - 1))
      .catch(() => {})
      .finally(() => setFound(true));
  }, []);
  return isFound;
}
