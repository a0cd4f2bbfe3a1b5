import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { GoldLabel } from '../../api/ticket.ts';
import type { GoldRequest, ReviewItem, ReviewQueue } from '../../api/trust/review.ts';
import { get, post, queryOf, remove } from '../client.ts';

/** Tickets that are asked for at a time, beside those that were skipped. */
const pageSize = 40;
const mostAsked = 100;

interface Saved {
  row: number;
  at: number;
}

/** A person's way through the tickets of a run that need one. */
export function useReviewQueue(run: string, row: number | undefined) {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const [skipped, setSkipped] = useState<ReadonlySet<number>>(new Set());
  const [saved, setSaved] = useState<readonly Saved[]>([]);
  const [of, setOf] = useState<ReviewQueue['of']>();
  const here = `/runs/${encodeURIComponent(run)}`;
  const key = ['review', run, of];
  const setChosen = (to: number | undefined) =>
    navigate(`${here}/review${to === undefined ? '' : `/${to}`}`, { replace: true });
  const queue = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => {
      const limit = Math.min(mostAsked, pageSize + skipped.size);
      const query = queryOf({ limit, of, since: new Date().setHours(0, 0, 0, 0) });
      return get<ReviewQueue>(`${here}/review${query}`, signal);
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
  });
  const labelled = new Set(saved.map(({ row }) => row));
  const items = queue.data?.items ?? [];
  const open = items.filter(({ row }) => !labelled.has(row) && !skipped.has(row));
  const listed = open.find((item) => item.row === row);
  const other = useQuery({
    queryKey: ['review item', run, row],
    queryFn: ({ signal }) => get<ReviewItem>(`${here}/review/${row}`, signal),
    enabled: row !== undefined && queue.data !== undefined && listed === undefined,
  });
  const current = row === undefined ? open[0] : (listed ?? other.data);

  /** The one after it, or the first: what is done with a ticket leads to the next. */
  const leave = ({ row }: ReviewItem) => {
    const at = open.findIndex((item) => item.row === row);
    const next = open[at + 1] ?? open[0];
    setChosen(next?.row === row ? undefined : next?.row);
    if (open.length <= 1) void queries.invalidateQueries({ queryKey: key });
  };
  const save = useMutation({
    mutationFn: ({ item, label }: { item: ReviewItem; label: GoldRequest }) =>
      post<GoldLabel>(`${here}/tickets/${item.row}/gold`, label),
    onSuccess: ({ at }, { item }) => {
      setSaved((before) => [...before, { row: item.row, at }]);
      count(1);
      leave(item);
    },
  });
  const undo = useMutation({
    mutationFn: ({ row, at }: Saved) => remove<GoldLabel[]>(`${here}/tickets/${row}/gold/${at}`),
    onSuccess: (_, { row }) => {
      setSaved((before) => before.filter((entry) => entry.row !== row));
      setChosen(row);
      count(-1);
      if (!items.some((item) => item.row === row))
        void queries.invalidateQueries({ queryKey: key });
    },
  });
  const count = (by: 1 | -1) =>
    queries.setQueryData<ReviewQueue>(
      key,
      (known) =>
        known && {
          ...known,
          left: Math.max(0, known.left - by),
          done: Math.max(0, known.done + by),
        },
    );
  return {
    queue,
    open,
    current,
    save,
    undo,
    setChosen,
    setOf,
    error: other.error,
    skippedCount: skipped.size,
    lastSaved: saved.at(-1),
    skip(item: ReviewItem) {
      setSkipped((before) => new Set([...before, item.row]));
      leave(item);
    },
    startOver() {
      setSkipped(new Set());
      void queries.invalidateQueries({ queryKey: key });
    },
  };
}
